import CLibPQ

/// Where a database is and how to use it.
package struct DatabaseConfiguration: Sendable, Hashable {
    /// libpq's own keywords (`host`, `port`, `dbname`, `user`, `password`, `sslmode`, …).
    private var parameters: [String: String]
    /// Connections at most.
    package var poolSize: Int
    /// How long one statement may take on the server; the client gives up a little later.
    package var statementTimeout: Duration
    /// How long to wait for a lock.
    package var lockTimeout: Duration
    /// How long a transaction may stand still before the server ends it.
    package var idleInTransactionTimeout: Duration
    /// How long to wait for a free connection of the pool.
    package var acquireTimeout: Duration
    /// How long to wait for a new connection.
    package var connectTimeout: Duration
    /// An idle connection is closed after this.
    package var idleTimeout: Duration
    /// Off behind PgBouncer before 1.21 in transaction mode, which also needs `ignore_startup_parameters = options`.
    package var usePreparedStatements: Bool
    /// Prepared statements that one connection keeps; the least recently used goes first.
    package var preparedStatements: Int
    package var applicationName: String

    /// - Parameter url: `postgres://user:password@host:port/database?sslmode=…`; a Unix socket as `?host=/its/folder`; any keyword of libpq as a
    ///   parameter.
    /// - Throws: `PostgresError` of the kind `.misuse` for a malformed address; its message repeats nothing of it.
    package init(
        url: String, poolSize: Int = 16, statementTimeout: Duration = .seconds(30), lockTimeout: Duration = .seconds(10),
        idleInTransactionTimeout: Duration = .seconds(60), acquireTimeout: Duration = .seconds(5), connectTimeout: Duration = .seconds(2),
        idleTimeout: Duration = .seconds(60), usePreparedStatements: Bool = true, preparedStatements: Int = 256, applicationName: String = "tactics"
    ) throws(PostgresError) {
        parameters = try Self.parse(url)
        self.poolSize = poolSize
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.acquireTimeout = acquireTimeout
        self.connectTimeout = connectTimeout
        self.idleTimeout = idleTimeout
        self.usePreparedStatements = usePreparedStatements
        self.preparedStatements = preparedStatements
        self.applicationName = applicationName
    }

    /// The address as text again, with the password: for a process that is started.
    package var url: String {
        let query = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.escaped($0.value))" }
        return "postgres:///?" + query.joined(separator: "&")
    }

    package var host: String? { parameters["host"] }
    package var user: String? { parameters["user"] }
    package var database: String? { parameters["dbname"] }

    /// The same server with another user (without a password unless one is given) or database.
    package func with(user: String? = nil, password: String? = nil, database: String? = nil) -> Self {
        var copy = self
        if let user {
            copy.parameters["user"] = user
            copy.parameters["password"] = nil
        }
        if let password { copy.parameters["password"] = password }
        if let database { copy.parameters["dbname"] = database }
        return copy
    }

    /// All that libpq is told. Server-side limits travel in `options`, so that no round trip is spent on them.
    func connectionParameters(hostAddress: String?) -> [(String, String)] {
        var all = parameters
        all["application_name"] = all["application_name"] ?? applicationName
        all["client_encoding"] = "UTF8"
        all["connect_timeout"] = String(max(2, connectTimeout.components.seconds))
        if let hostAddress { all["hostaddr"] = hostAddress }
        for (name, value) in ["keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"] where all[name] == nil {
            all[name] = value
        }
        all["options"] = [all["options"], serverOptions].compactMap { $0 }.joined(separator: " ")
        return all.sorted { $0.key < $1.key }
    }

    /// `client_connection_check_interval`: the server notices within a second that we hung up on a long statement (PostgreSQL 14).
    private var serverOptions: String {
        let settings = [
            ("statement_timeout", statementTimeout), ("lock_timeout", lockTimeout), ("idle_in_transaction_session_timeout", idleInTransactionTimeout),
            ("client_connection_check_interval", .seconds(1)),
        ]
        return settings.map { "-c \($0)=\(max(0, $1.milliseconds))" }.joined(separator: " ") + " -c timezone=UTC -c datestyle=ISO,YMD"
    }

    private static func escaped(_ value: String) -> String {
        value.utf8.map { byte in
            let character = Unicode.Scalar(byte)
            return character.properties.isAlphabetic && byte < 128 || (0x30...0x39).contains(byte)
                ? String(character) : "%" + String(byte >> 4, radix: 16) + String(byte & 0xF, radix: 16)
        }.joined()
    }

    private static func parse(_ url: String) throws(PostgresError) -> [String: String] {
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
            throw PostgresError(.misuse, "a database address begins with postgres://")
        }
        guard let options = PQconninfoParse(url, nil) else { throw PostgresError(.misuse, "the database address is malformed") }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return parameters
    }
}

extension DatabaseConfiguration: CustomStringConvertible {
    /// Without the password.
    package var description: String { "postgres://\(user ?? "")@\(host ?? "")/\(database ?? "")" }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
