"""The weekly digest and the working morning: counted, frozen, sent, and the tables behind them."""
