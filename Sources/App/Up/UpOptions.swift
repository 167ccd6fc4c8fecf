/// What `tactics up` is asked for.
package struct UpOptions: Sendable {
    /// The folder that holds data, logs and demo credentials.
    package var folder: String
    /// The port of the API on 127.0.0.1; 0 takes a free one.
    package var port: Int
    /// Where to write what scripts need to know, once everything is up and the first syncs are done.
    package var readyFile: String?
    /// Throw away what the folder holds.
    package var reset: Bool
    /// The folder of tenant manifests.
    package var tenants: String?

    package init(folder: String = ".tactics", port: Int = 8080, readyFile: String? = nil, reset: Bool = false, tenants: String? = nil) {
        self.folder = folder
        self.port = port
        self.readyFile = readyFile
        self.reset = reset
        self.tenants = tenants
    }
}
