"""What is read of baskets, orders and money."""
