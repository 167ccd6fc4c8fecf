import Core

/// A member of a PATCH body: left out, set to nothing, or set.
package enum Patch<Value: Sendable>: Sendable {
    case absent
    case null
    case value(Value)

    /// The given value over the one that stands: itself where the patch is absent.
    package func applied(to current: Value?) -> Value? {
        switch self {
        case .absent: current
        case .null: nil
        case .value(let value): value
        }
    }

    /// What was given; `nil` where the member was left out or null.
    package var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    package var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }
}

extension Patch: Equatable where Value: Equatable {}

extension Schema {
    /// A value that may be `null` or left out. Answers always have the member.
    package static func optional<Wrapped>(_ schema: Schema<Wrapped>) -> Schema where Value == Wrapped? {
        nullable(schema, absent: .some(.none))
    }

    /// A value that may be `null`, but must be there.
    package static func nullable<Wrapped>(_ schema: Schema<Wrapped>) -> Schema where Value == Wrapped? {
        nullable(schema, absent: nil)
    }

    private static func nullable<Wrapped>(_ schema: Schema<Wrapped>, absent: Value?) -> Schema where Value == Wrapped? {
        var shape = schema.shape
        shape.isNullable = true
        return Schema(
            shape: shape, absent: absent,
            read: { json, faults in
                if case .null = json { return .some(.none) }
                return schema.read(json, &faults).map { .some($0) }
            },
            check: { json, faults in
                if case .null = json { return }
                schema.check(json, &faults)
            },
            write: { value, writer in
                if let value { schema.write(value, &writer) } else { writer.raw("null") }
            })
    }

    /// A member of a PATCH body. `null` is a fault unless `nullable`.
    package static func patch<Wrapped>(_ schema: Schema<Wrapped>, nullable: Bool = false) -> Schema where Value == Patch<Wrapped> {
        var shape = schema.shape
        shape.isNullable = nullable
        return Schema(
            shape: shape, absent: .absent,
            read: { json, faults in
                if nullable, case .null = json { return .null }
                return schema.read(json, &faults).map { .value($0) }
            },
            write: { value, writer in
                if let value = value.value { schema.write(value, &writer) } else { writer.raw("null") }
            },
            isOmitted: { $0.isAbsent })
    }

    /// A list of at most `max` items. In a query: items divided by commas.
    package static func array<Item>(of schema: Schema<Item>, min: Int = 0, max: Int = 1_000) -> Schema where Value == [Item] {
        Schema(
            shape: Shape(.array(schema.shape, min: min, max: max)),
            read: { json, faults in
                guard let items = list(json, min...max, &faults) else { return nil }
                var result: [Item] = []
                result.reserveCapacity(items.count)
                for (index, item) in items.enumerated() {
                    if let value = faults.within(index, { schema.read(item, &$0) }) { result.append(value) }
                }
                return result.count == items.count ? result : nil
            },
            check: { json, faults in
                guard let items = list(json, min...max, &faults) else { return }
                for (index, item) in items.enumerated() { faults.within(index) { schema.check(item, &$0) } }
            },
            write: { items, writer in
                writer.raw("[")
                for (index, item) in items.enumerated() {
                    if index > 0 { writer.raw(",") }
                    schema.write(item, &writer)
                }
                writer.raw("]")
            })
    }

    private static func list(_ json: JSON, _ count: ClosedRange<Int>, _ faults: inout Faults) -> [JSON]? {
        guard case .array(let items) = json else {
            faults.wrongType("a list")
            return nil
        }
        guard count.contains(items.count) else {
            faults.add("count", "This must have \(count.lowerBound) to \(count.upperBound) items.")
            return nil
        }
        return items
    }

    /// An object whose member names are the caller's own, with values of one kind.
    package static func map<Item>(of schema: Schema<Item>, max: Int = 200) -> Schema where Value == [String: Item] {
        Schema(
            shape: Shape(.map(schema.shape, max: max)),
            read: { json, faults in
                guard let members = json.members, members.count <= max else {
                    faults.wrongType("an object with at most \(max) members")
                    return nil
                }
                var result: [String: Item] = [:]
                for member in members {
                    if let value = faults.within(member.name, { schema.read(member.value, &$0) }) { result[member.name] = value }
                }
                return result.count == members.count ? result : nil
            },
            write: { items, writer in
                writer.raw("{")
                for (index, item) in items.sorted(by: { $0.key < $1.key }).enumerated() {
                    if index > 0 { writer.raw(",") }
                    writer.string(item.key)
                    writer.raw(":")
                    schema.write(item.value, &writer)
                }
                writer.raw("}")
            })
    }
}
