import Core

/// One member of an object: its name, where the value has it, and its schema.
package struct Field<Root: Sendable, Value: Sendable>: Sendable {
    let name: String
    let get: @Sendable (Root) -> Value
    let schema: Schema<Value>
    let about: String

    /// The member's value, what its absence stands for, or `nil` with a fault.
    func read(_ members: [JSON.Member], _ faults: inout Faults) -> Value? {
        if let member = members.first(where: { $0.name == name }) { return faults.within(name) { schema.read(member.value, &$0) } }
        if schema.absent == nil { faults.within(name) { $0.add("missing", "This is needed.") } }
        return schema.absent
    }

    func check(_ members: [JSON.Member], _ faults: inout Faults) {
        if let member = members.first(where: { $0.name == name }) {
            faults.within(name) { schema.check(member.value, &$0) }
        } else if schema.absent == nil {
            faults.within(name) { $0.add("missing", "This is needed.") }
        }
    }

    func write(_ root: Root, _ isFirst: inout Bool, _ writer: inout JSONWriter) {
        let value = get(root)
        if schema.isOmitted(value) { return }
        if !isFirst { writer.raw(",") }
        isFirst = false
        writer.string(name)
        writer.raw(":")
        schema.write(value, &writer)
    }

    func property(alwaysThere: Bool) -> Shape.Property {
        Shape.Property(name: name, shape: schema.shape, isRequired: alwaysThere || schema.absent == nil, about: about)
    }
}

/// A member of an object: `field("email", \.email, .email, "Where invitations go.")`.
package func field<Root, Value>(
    _ name: String, _ get: @escaping @Sendable (Root) -> Value, _ schema: Schema<Value>, _ about: String = ""
) -> Field<Root, Value> {
    Field(name: name, get: get, schema: schema, about: about)
}

/// The value of a member was not to be had; its fault is noted already.
private struct MissingMember: Error {}

private func present<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw MissingMember() }
    return value
}

extension Schema {
    /// A closed object: members that it does not name are faults.
    /// - Parameters:
    ///   - name: of the component in the document.
    ///   - make: makes the value; throws a `Refusal` where members that are fine alone do not fit together.
    package static func object<each Member: Sendable>(
        _ name: String, _ fields: repeat Field<Value, each Member>, make: @escaping @Sendable (repeat each Member) throws -> Value
    ) -> Schema {
        let properties = Self.properties(alwaysThere: false, repeat each fields)
        let names = Set(properties.map(\.name))
        return Schema(
            shape: Shape(.object(properties), name: name),
            read: { json, faults in
                guard let members = Self.members(json, known: names, &faults) else { return nil }
                let values = (repeat (each fields).read(members, &faults))
                do {
                    return try make(repeat try present(each values))
                } catch let refusal as Refusal {
                    faults.note(refusal)
                } catch is MissingMember {
                } catch {
                    faults.add("invalid", "This is not valid.")
                }
                return nil
            },
            check: { json, faults in
                guard let members = Self.members(json, known: names, &faults) else { return }
                repeat (each fields).check(members, &faults)
            },
            write: { value, writer in
                var isFirst = true
                writer.raw("{")
                repeat (each fields).write(value, &isFirst, &writer)
                writer.raw("}")
            })
    }

    /// An object that only ever goes out: every member is always there.
    package static func record<each Member: Sendable>(_ name: String, _ fields: repeat Field<Value, each Member>) -> Schema {
        let properties = Self.properties(alwaysThere: true, repeat each fields)
        let names = Set(properties.map(\.name))
        let check: @Sendable (JSON, inout Faults) -> Void = { json, faults in
            guard let members = Self.members(json, known: names, &faults) else { return }
            repeat (each fields).check(members, &faults)
        }
        return Schema(
            shape: Shape(.object(properties), name: name),
            read: { json, faults in
                check(json, &faults)
                faults.add("output", "This is never an input.")
                return nil
            },
            check: check,
            write: { value, writer in
                var isFirst = true
                writer.raw("{")
                repeat (each fields).write(value, &isFirst, &writer)
                writer.raw("}")
            })
    }

    private static func properties<each Member: Sendable>(alwaysThere: Bool, _ fields: repeat Field<Value, each Member>) -> [Shape.Property] {
        var properties: [Shape.Property] = []
        repeat properties.append((each fields).property(alwaysThere: alwaysThere))
        return properties
    }

    private static func members(_ json: JSON, known: Set<String>, _ faults: inout Faults) -> [JSON.Member]? {
        guard case .object(let members) = json else {
            faults.wrongType("an object")
            return nil
        }
        for member in members where !known.contains(member.name) {
            faults.within(member.name) { $0.add("unknown_field", "There is no such field, or it can not be set.") }
        }
        return members
    }
}

extension Faults {
    mutating func note(_ refusal: Refusal) {
        guard let member = refusal.member else { return add(refusal.code, refusal.detail) }
        within(member) { $0.add(refusal.code, refusal.detail) }
    }
}
