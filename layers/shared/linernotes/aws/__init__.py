"""AWS as every room uses it: clients, values and batches of DynamoDB, secrets, throttling."""
