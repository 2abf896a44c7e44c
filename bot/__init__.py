"""What people touch: screens, words, delivery, and the way to Telegram."""
