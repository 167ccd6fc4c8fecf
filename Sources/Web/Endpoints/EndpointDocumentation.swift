/// What the document says of a body, whatever its type.
enum BodyDocumentation: Sendable {
    case none
    case content(type: String, Shape)
    case bytes(type: String)

    init<Value>(_ documentation: Body<Value>.Documentation) {
        switch documentation {
        case .none: self = .none
        case .content(let type, let shape): self = .content(type: type, shape)
        case .bytes(let type): self = .bytes(type: type)
        }
    }
}

/// What the document says of an answer, whatever its type.
enum OutputDocumentation: Sendable {
    case nothing
    case json(Shape)
    case content(type: String)

    init<Value>(_ documentation: Output<Value>.Documentation) {
        switch documentation {
        case .nothing: self = .nothing
        case .json(let shape): self = .json(shape)
        case .content(let type): self = .content(type: type)
        }
    }
}
