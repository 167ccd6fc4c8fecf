/// Elementary functions over whole buffers, four elements at a time. Source and target may be the same memory and must be equally long.
public enum Kernels {
    /// target = e^source, to 1.5 units in the last place. Arguments are held within ±708: no zero, no infinity comes out.
    public static func exp(_ source: UnsafeBufferPointer<Double>, into target: UnsafeMutableBufferPointer<Double>) {
        apply(source, target) { $0.exponential() }
    }

    /// target = log source, to 1 unit in the last place, for positive normal numbers; anything else is undefined.
    public static func log(_ source: UnsafeBufferPointer<Double>, into target: UnsafeMutableBufferPointer<Double>) {
        apply(source, target) { $0.logarithm() }
    }

    /// target = source^exponent as e^(exponent log source), for positive normal numbers and results within 1e±307.
    /// Relative error below 3e-16 (1 + |log result|).
    public static func pow(
        _ source: UnsafeBufferPointer<Double>, _ exponent: Double, into target: UnsafeMutableBufferPointer<Double>
    ) {
        apply(source, target) { ($0.logarithm() * exponent).exponential() }
    }

    @inline(__always)
    private static func apply(
        _ source: UnsafeBufferPointer<Double>, _ target: UnsafeMutableBufferPointer<Double>, _ function: (Lanes) -> Lanes
    ) {
        precondition(source.count == target.count, "source and target differ in length")
        let whole = source.count & ~3
        var index = 0
        while index < whole {
            let result = function(Lanes(source[index], source[index + 1], source[index + 2], source[index + 3]))
            for lane in 0..<4 { target[index + lane] = result[lane] }
            index += 4
        }
        while index < source.count {
            target[index] = function(Lanes(repeating: source[index]))[0]
            index += 1
        }
    }
}
