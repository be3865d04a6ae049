"""Arrays in, numbers out: RS@k, bootstrap intervals, survival, critical failures, attribution of loss."""
