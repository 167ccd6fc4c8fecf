import ConnectorKit

extension Meta: Writing {
    func write(_ operation: Operation, _ host: Host) throws -> OperationResult {
        let settings = try Settings(operation.config)
        let graph = Graph(settings, host)
        do {
            switch operation.name {
            case "pause", "resume": return try Changes(graph, operation, settings).status()
            case "set_budget": return try Changes(graph, operation, settings).budget()
            case "set_bid": return try Changes(graph, operation, settings).bid()
            case "upload_conversions": return try EventUpload(graph: graph, settings: settings.upload, operation: operation).result()
            default: throw operation.unknown
            }
        } catch let refusal as Refusal { throw refusal.failure }
    }
}
