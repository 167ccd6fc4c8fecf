package import Core

/// A value as the API shows it: reads and checks it (all faults at once, each with its JSON pointer), writes it, and documents it.
/// One is written by hand for each input and each output.
package struct Schema<Value: Sendable>: Sendable {
    /// What the document says of it.
    package var shape: Shape
    /// What a missing member or parameter stands for; `nil` where it must be there.
    let absent: Value?
    let read: @Sendable (JSON, inout Faults) -> Value?
    /// Checks without making a value: an output that is never an input has no way to be made.
    let check: @Sendable (JSON, inout Faults) -> Void
    let write: @Sendable (Value, inout JSONWriter) -> Void
    /// Whether the member is left out of its object: only the absent case of a patch is.
    let isOmitted: @Sendable (Value) -> Bool

    /// - Parameters:
    ///   - read: the value, or `nil` with at least one fault added.
    ///   - write: exactly one JSON value.
    package init(
        shape: Shape, absent: Value? = nil,
        read: @escaping @Sendable (JSON, inout Faults) -> Value?,
        check: (@Sendable (JSON, inout Faults) -> Void)? = nil,
        write: @escaping @Sendable (Value, inout JSONWriter) -> Void,
        isOmitted: @escaping @Sendable (Value) -> Bool = { _ in false }
    ) {
        self.shape = shape
        self.absent = absent
        self.read = read
        self.check = check ?? { _ = read($0, &$1) }
        self.write = write
        self.isOmitted = isOmitted
    }

    /// The value that a JSON value stands for.
    /// - Throws: `Problem.invalid` with every fault.
    package func decode(_ json: JSON) throws(Problem) -> Value {
        var faults = Faults()
        guard let value = read(json, &faults), faults.isEmpty else { throw Problem.invalid(faults.list) }
        return value
    }

    /// The faults of a JSON value member by member; empty where it fits. What the maker of an object refuses shows in `decode` alone.
    package func validate(_ json: JSON) -> [Problem.Fault] {
        var faults = Faults()
        check(json, &faults)
        return faults.list
    }

    /// The value as JSON text.
    package func encode(_ value: Value) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 256)
        write(value, &writer)
        return writer.bytes
    }

    /// The same as a component of that name in the document.
    package func named(_ name: String) -> Schema {
        var copy = self
        copy.shape.name = name
        return copy
    }

    /// The same where a missing member or parameter stands for `value`.
    package func defaulting(to value: Value) -> Schema {
        var shape = shape
        shape.defaultValue = try? JSON(parsing: encode(value), limits: .trusted)
        return Schema(shape: shape, absent: value, read: read, check: check, write: write, isOmitted: isOmitted)
    }

    /// The same with a further rule: `detail` is told as `code` where `holds` is false.
    package func requiring(_ code: String, _ detail: String, _ holds: @escaping @Sendable (Value) -> Bool) -> Schema {
        Schema(
            shape: shape, absent: absent,
            read: { [read] json, faults in
                guard let value = read(json, &faults) else { return nil }
                guard holds(value) else {
                    faults.add(code, detail)
                    return nil
                }
                return value
            }, write: write, isOmitted: isOmitted)
    }

    /// The schema of another type that is made from this one's values and turned back into them.
    /// - Parameter make: `nil` refuses the value as `format`.
    package func mapped<Other: Sendable>(
        _ make: @escaping @Sendable (Value) -> Other?, back: @escaping @Sendable (Other) -> Value, detail: String = "This has not the right form."
    ) -> Schema<Other> {
        Schema<Other>(
            shape: shape,
            read: { [read] json, faults in
                guard let value = read(json, &faults) else { return nil }
                guard let other = make(value) else {
                    faults.add("format", detail)
                    return nil
                }
                return other
            }, write: { [write] value, writer in write(back(value), &writer) })
    }
}
