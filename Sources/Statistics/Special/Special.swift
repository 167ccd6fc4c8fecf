/// Special functions with stated accuracy, for doubles.
public enum Special {}
