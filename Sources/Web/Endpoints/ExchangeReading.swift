import Core

extension Exchange {
    /// A path that is no possible one names nothing: the same answer as for what is absent.
    func read<Value>(path parameters: Parameters<Value>) throws -> Value {
        var faults = Faults()
        guard let value = parameters.read(pathTexts, &faults), faults.isEmpty else { throw Problem.notFound }
        return value
    }

    func read<Value>(query reader: QueryReader<Value>) throws -> Value {
        if let known = reader.remembered(query) {
            keep(known.text)
            return known.value
        }
        var faults = Faults()
        let text = QueryText(query, &faults)
        keep(text)
        text.refuseUnknown(reader.names, &faults)
        let given = reader.names.contains("cursor") ? try opened(text) : GivenParameters(mark: "?", pairs: text.pairs)
        let value = reader.parameters.read(given, &faults)
        guard let value, faults.isEmpty else { throw Problem.invalid(faults.list) }
        reader.remember(query, text, value)
        return value
    }

    private func opened(_ text: QueryText) throws -> GivenParameters {
        guard let cursor = text.pairs.first(where: { $0.name == "cursor" })?.value else { return GivenParameters(mark: "?", pairs: text.pairs) }
        guard let position = services.cursors?.open(cursor, tenant: principal?.tenant, route: facts.path, query: text.normalised) else {
            throw Problem(
                status: 400, code: "bad_cursor", title: "Bad cursor", detail: "The cursor is not one of this list and query. Start without it.",
                faults: [.init(pointer: "?cursor", code: "bad_cursor", detail: "This is not a cursor of this list.")])
        }
        return GivenParameters(mark: "?", pairs: text.pairs + [(PageParameters.openedCursor, String(decoding: position.encoded(), as: UTF8.self))])
    }

    func sealedCursor(_ position: JSON) throws -> String {
        guard let cursors = services.cursors else { throw Problem.unavailable("The cursor key") }
        return cursors.seal(position, tenant: principal?.tenant, route: facts.path, query: queryText.normalised)
    }
}
