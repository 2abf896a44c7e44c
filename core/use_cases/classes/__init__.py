"""Classes: planned and changed by their trainer, joined head by head, ticked off when they are over."""
