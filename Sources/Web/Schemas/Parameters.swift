package import Core

/// A parameter of a query or of a path.
package struct Parameter<Value: Sendable>: Sendable {
    let name: String
    let schema: Schema<Value>
    let about: String

    func read(_ given: GivenParameters, _ faults: inout Faults) -> Value? {
        guard let text = given.value(name) else {
            if schema.absent == nil { given.fault(name, "missing", "This is needed.", &faults) }
            return schema.absent
        }
        var own = Faults(root: given.root(name))
        let value = schema.read(schema.shape.value(ofText: text), &own)
        faults.take(own)
        return value
    }

    var description: ParameterDescription {
        ParameterDescription(name: name, shape: schema.shape, isRequired: schema.absent == nil, about: about)
    }
}

/// A parameter: `parameter("status", .optional(.enumeration(CampaignStatus.self)), "Only campaigns of this status.")`.
package func parameter<Value>(_ name: String, _ schema: Schema<Value>, _ about: String = "") -> Parameter<Value> {
    Parameter(name: name, schema: schema, about: about)
}

/// What the document says of a parameter.
package struct ParameterDescription: Sendable {
    let name: String
    let shape: Shape
    let isRequired: Bool
    let about: String
}

/// The texts that came in for parameters, decoded and each at most once.
struct GivenParameters: Sendable {
    /// What stands before a name in a fault's pointer: `?` for queries.
    let mark: String
    let pairs: [(name: String, value: String)]

    func value(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    func root(_ name: String) -> String { mark + name }

    func fault(_ name: String, _ code: String, _ detail: String, _ faults: inout Faults) {
        var own = Faults(root: root(name))
        own.add(code, detail)
        faults.take(own)
    }
}

/// The parameters of a query or a path, read into one value: a tuple in the order of declaration, or what `make` makes of it.
package struct Parameters<Value>: Sendable {
    let descriptions: [ParameterDescription]
    let read: @Sendable (GivenParameters, inout Faults) -> Value?

    /// The parameters as a tuple; one alone is just its value.
    package static func fields<each Part: Sendable>(_ parameters: repeat Parameter<each Part>) -> Parameters where Value == (repeat each Part) {
        Parameters(descriptions: describe(repeat each parameters)) { given, faults in
            let values = (repeat (each parameters).read(given, &faults))
            return try? (repeat present(each values))
        }
    }

    /// The parameters as one value of the caller's.
    /// - Parameter make: throws a `Refusal` where parameters do not fit together.
    package static func fields<each Part: Sendable>(
        _ parameters: repeat Parameter<each Part>, make: @escaping @Sendable (repeat each Part) throws -> Value
    ) -> Parameters {
        Parameters(descriptions: describe(repeat each parameters)) { given, faults in
            let values = (repeat (each parameters).read(given, &faults))
            do {
                return try make(repeat try present(each values))
            } catch let refusal as Refusal {
                given.fault(refusal.member ?? "", refusal.code, refusal.detail, &faults)
            } catch is MissingParameter {
            } catch {
                given.fault("", "invalid", "This is not valid.", &faults)
            }
            return nil
        }
    }

    /// The parameters of a list: `limit` and `cursor`, and then its own.
    package static func page<each Part: Sendable>(_ parameters: repeat Parameter<each Part>) -> Parameters
    where Value == (PageRequest, repeat each Part) {
        Parameters(descriptions: PageParameters.descriptions + describe(repeat each parameters)) { given, faults in
            let page = PageParameters.read(given, &faults)
            let values = (repeat (each parameters).read(given, &faults))
            return try? (present(page), repeat present(each values))
        }
    }

    /// The parameters of a list: `limit` and `cursor`, and beside them one value of the caller's.
    package static func page<each Part: Sendable, Filter>(
        _ parameters: repeat Parameter<each Part>, make: @escaping @Sendable (repeat each Part) throws -> Filter
    ) -> Parameters where Value == (PageRequest, Filter) {
        let filter = Parameters<Filter>.fields(repeat each parameters, make: make)
        return Parameters(descriptions: PageParameters.descriptions + filter.descriptions) { given, faults in
            let page = PageParameters.read(given, &faults)
            let own = filter.read(given, &faults)
            guard let page, let own else { return nil }
            return (page, own)
        }
    }

    private static func describe<each Part: Sendable>(_ parameters: repeat Parameter<each Part>) -> [ParameterDescription] {
        var descriptions: [ParameterDescription] = []
        repeat descriptions.append((each parameters).description)
        return descriptions
    }
}

extension Parameters where Value == [(name: String, value: String)] {
    /// Texts that may be left out, as they were given: for addresses that others make, whose names and values count as they are.
    package static func texts(_ names: [String], max: Int) -> Parameters {
        let all = names.map { parameter($0, .optional(Schema<String>.string(max: max))) }
        return Parameters(descriptions: all.map(\.description)) { given, faults in
            all.compactMap { text in (text.read(given, &faults) ?? nil).map { (text.name, $0) } }
        }
    }
}

extension Parameters where Value == Void {
    package static var none: Parameters { Parameters(descriptions: []) { _, _ in () } }
}

extension Parameters {
    /// One id in the path: `.id("id", CampaignID.self)`.
    package static func id<Subject>(_ name: String = "id", _ type: ID<Subject>.Type = ID<Subject>.self) -> Parameters where Value == ID<Subject> {
        fields(parameter(name, .id(type)))
    }
}

private struct MissingParameter: Error {}

private func present<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw MissingParameter() }
    return value
}
