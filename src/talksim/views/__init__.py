"""What each viewer sees."""
