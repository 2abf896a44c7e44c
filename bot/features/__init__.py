"""What people can do, one module a feature, in the order in which a person meets them."""
