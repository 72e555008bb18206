"""What a cell may hold, what a row means, how a batch moves: plain Python."""
