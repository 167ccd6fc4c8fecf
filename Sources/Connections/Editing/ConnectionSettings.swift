import ConnectorHost
import Core

/// A connection's settings, checked against its connector.
struct ConnectionSettings: Sendable {
    /// As they are stored: with defaults, without secrets, with `upload_id` where a file is named.
    let config: JSON
    /// The uploaded file that they name.
    let upload: UploadID?

    static let uploadSetting = "upload_id"

    /// - Parameters:
    ///   - awaitsUpload: the file comes later, so that it may be left out now.
    ///   - faults: gets every fault, with pointers under `/config`.
    /// - Returns: `nil` where there is a fault.
    init?(_ given: JSON, _ connector: ConnectorManifest, awaitsUpload: Bool = false, faults: inout [Problem.Fault]) {
        let before = faults.count
        let secrets = connector.configSchema.secretNames
        let upload = Self.upload(given, connector, awaitsUpload: awaitsUpload, &faults)
        let config = Self.completed(given, connector)
        faults += Self.secretFaults(given, secrets)
        faults += Self.schemaFaults(config, connector, secrets)
        guard faults.count == before else { return nil }
        self.upload = upload
        self.config = upload.map { config.setting(Self.uploadSetting, .string($0.description)) } ?? config
    }

    /// With defaults and without what is not the connector's to see. What is no object stays what it is, for the schema to refuse.
    private static func completed(_ given: JSON, _ connector: ConnectorManifest) -> JSON {
        guard given.members != nil else { return given }
        let own = connector.takesUpload ? given.setting(uploadSetting, nil) : given
        return connector.configSchema.withoutSecrets(connector.configSchema.withDefaults(own))
    }

    private static func upload(_ given: JSON, _ connector: ConnectorManifest, awaitsUpload: Bool, _ faults: inout [Problem.Fault]) -> UploadID? {
        guard connector.takesUpload else { return nil }
        guard let value = given[uploadSetting], !value.isNull else {
            let hasAddress = connector.addressSettings.contains { given[$0] != nil }
            if !hasAddress, !awaitsUpload {
                faults.append(fault("missing", "Upload the file first (POST /api/v1/uploads) and name it here."))
            }
            return nil
        }
        guard let id = value.string.flatMap({ UploadID($0) }) else {
            faults.append(fault("format", "This must be the id of an upload."))
            return nil
        }
        return id
    }

    /// The fault of an upload that is not there, not complete, or another tenant's: the three can not be told apart.
    static let unknownUpload = fault("unknown_upload", "There is no complete upload with this id.")

    private static func fault(_ code: String, _ detail: String) -> Problem.Fault {
        Problem.Fault(pointer: "/config/\(uploadSetting)", code: code, detail: detail)
    }

    private static func secretFaults(_ given: JSON, _ secrets: Set<String>) -> [Problem.Fault] {
        (given.members ?? []).filter { secrets.contains($0.name) }.map {
            Problem.Fault(pointer: "/config/\($0.name)", code: "secret", detail: "This is a secret: send it as the credential, not as a setting.")
        }
    }

    /// What the schema finds. That a secret is missing is no fault of the settings: it is not among them.
    private static func schemaFaults(_ config: JSON, _ connector: ConnectorManifest, _ secrets: Set<String>) -> [Problem.Fault] {
        connector.validate(config).filter { $0.code != "required" || !secrets.contains(String($0.pointer.dropFirst())) }.map {
            Problem.Fault(pointer: "/config\($0.pointer)", code: $0.code, detail: "This \($0.detail).")
        }
    }
}
