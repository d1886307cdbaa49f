"""Slack, its exchanges in DynamoDB and its messages in SQS."""
