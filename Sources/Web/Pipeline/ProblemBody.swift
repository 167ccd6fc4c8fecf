import Core

extension Problem {
    /// Any error as what the caller may know of it. Errors that are not of the domain say nothing but that they happened.
    init(of error: any Error) {
        switch error {
        case let error as any DomainError: self = error.problem
        default:
            self = Problem(
                status: 500, code: "internal", title: "Internal error", detail: "Something went wrong on our side. It is logged under the request id."
            )
        }
    }

    /// `application/problem+json` (RFC 9457).
    func body(requestID: String) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 256)
        writer.raw("{\"type\":\"/problems/")
        writer.raw(code.utf8.filter { isAlphanumeric($0) || $0 == 0x5F })
        writer.raw("\",\"title\":")
        writer.string(title)
        writer.raw(",\"status\":")
        writer.integer(status)
        if let detail {
            writer.raw(",\"detail\":")
            writer.string(detail)
        }
        writer.raw(",\"instance\":")
        writer.string(requestID)
        writer.raw(",\"code\":")
        writer.string(code)
        if !faults.isEmpty {
            writer.raw(",\"errors\":")
            Schema<[Fault]>.array(of: Self.fault).write(faults, &writer)
        }
        writer.raw("}")
        return writer.bytes
    }

    static let fault = Schema<Fault>.object(
        "Fault",
        field("pointer", \.pointer, .string(), "A JSON pointer into the body, or ?name for a query parameter."),
        field("code", \.code, .string(), "Stable."),
        field("detail", \.detail, .string(), "A sentence.")
    ) { Fault(pointer: $0, code: $1, detail: $2) }

    /// What the document says of every problem.
    static let shape = Shape(
        .object([
            .init(name: "type", shape: Schema<String>.string().shape, isRequired: true, about: "The address of a page about the code."),
            .init(name: "title", shape: Schema<String>.string().shape, isRequired: true, about: ""),
            .init(name: "status", shape: Schema<Int>.integer(min: 400, max: 599).shape, isRequired: true, about: ""),
            .init(name: "detail", shape: Schema<String>.string().shape, isRequired: false, about: "This occurrence."),
            .init(name: "instance", shape: Schema<String>.string().shape, isRequired: true, about: "The request id."),
            .init(name: "code", shape: Schema<String>.string().shape, isRequired: true, about: "Stable and machine-readable."),
            .init(name: "errors", shape: Schema<[Fault]>.array(of: fault).shape, isRequired: false, about: "All faults of the input."),
        ]), name: "Problem")
}
