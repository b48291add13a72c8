"""What changes baskets, orders and money."""
