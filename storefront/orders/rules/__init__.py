"""Pure reckoning: weights, rates, discounts, shares, tax."""
