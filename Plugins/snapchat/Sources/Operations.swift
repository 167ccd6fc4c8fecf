import ConnectorKit

extension Snapchat: Writing {
    func write(_ operation: Operation, _ host: Host) throws -> OperationResult {
        let settings = try Settings(operation.config)
        let api = API(settings, host)
        do {
            switch operation.name {
            case "pause", "resume": return try Changes(api, operation).status()
            case "set_budget": return try Changes(api, operation).budget()
            case "set_bid": return try Changes(api, operation).bid()
            case "upload_conversions": return try EventUpload(api: api, settings: settings, operation: operation).result()
            default: throw operation.unknown
            }
        } catch let refusal as Refusal { throw refusal.failure }
    }
}
