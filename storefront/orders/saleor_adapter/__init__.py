"""The one seam to Saleor's checkout, order, discount and fulfillment models."""
