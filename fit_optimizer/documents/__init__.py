"""The JSON contracts, as the makers write and the showers read them."""
