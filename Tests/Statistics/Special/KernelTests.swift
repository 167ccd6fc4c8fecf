import Foundation
import Statistics
import Testing

@Suite struct KernelTests {
    @Test func `Exponentials of a buffer agree with the C library's`() {
        let arguments = stride(from: -700.0, through: 700, by: 0.37).map { $0 } + [0, -0.0, 1e-300, -1e-20, 0.5, 1]
        var results = arguments

        arguments.withUnsafeBufferPointer { source in results.withUnsafeMutableBufferPointer { Kernels.exp(source, into: $0) } }

        for (x, value) in zip(arguments, results) { #expect(closeness(value, Foundation.exp(x)) < 4e-16) }
    }

    @Test func `Logarithms of a buffer agree with the C library's, near one too`() {
        var arguments = stride(from: -700.0, through: 700, by: 0.731).map { Foundation.exp($0) }
        arguments += [1, 1 + 1e-15, 1 - 1e-15, 1.0001, 0.9999, 0.7071067811865475, 0.7071067811865477, 1.4142135623730951, 2, 0.5]
        var results = arguments

        arguments.withUnsafeBufferPointer { source in results.withUnsafeMutableBufferPointer { Kernels.log(source, into: $0) } }

        for (x, value) in zip(arguments, results) { #expect(abs(value - Foundation.log(x)) <= 4e-16 * abs(Foundation.log(x))) }
    }

    @Test func `Powers are taken in place, and a length that is no multiple of four is no trouble`() {
        for count in [0, 1, 3, 4, 7] {
            var values = (0..<count).map { 0.3 + Double($0) }

            values.withUnsafeMutableBufferPointer { Kernels.pow(UnsafeBufferPointer($0), 2.7, into: $0) }

            for index in 0..<count { #expect(closeness(values[index], Foundation.pow(0.3 + Double(index), 2.7)) < 3e-15) }
        }
    }
}
