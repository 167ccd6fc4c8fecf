/// What `tactics up` has others do: each is given the settings that the children get, as an environment.
package struct UpSteps: Sendable {
    /// Brings the schema up to date and sets the roles' passwords; returns a few words about what it did.
    package var migrate: @Sendable (_ environment: [String: String]) async throws -> String
    /// Applies the manifests of a folder and makes the demo sign-ins, keeping those that are known already; returns all of them.
    package var provision: @Sendable (_ environment: [String: String], _ manifests: String, _ known: [DemoTenant]) async throws -> [DemoTenant]
    /// The connections that have not completed a first sync yet, named for people; throws `UpError.syncFailed` when one can not.
    package var unfinishedSyncs: @Sendable (_ environment: [String: String]) async throws -> [String]

    package init(
        migrate: @escaping @Sendable (_ environment: [String: String]) async throws -> String,
        provision: @escaping @Sendable (_ environment: [String: String], _ manifests: String, _ known: [DemoTenant]) async throws -> [DemoTenant],
        unfinishedSyncs: @escaping @Sendable (_ environment: [String: String]) async throws -> [String]
    ) {
        self.migrate = migrate
        self.provision = provision
        self.unfinishedSyncs = unfinishedSyncs
    }
}
