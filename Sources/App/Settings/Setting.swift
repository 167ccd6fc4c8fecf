/// One setting: the name of its environment variable, its default, and what it is for in one sentence.
package struct Setting: Sendable, Hashable {
    package let name: String
    /// What holds when the variable is unset or empty; `nil` where there is no default.
    package let fallback: String?
    /// One sentence, as `tactics doctor` prints it.
    package let sentence: String
    /// Whether the value must never be shown. A secret may also be read from a file: `<NAME>_FILE` names it.
    package let isSecret: Bool

    package init(_ name: String, default fallback: String? = nil, secret isSecret: Bool = false, _ sentence: String) {
        self.name = name
        self.fallback = fallback
        self.sentence = sentence
        self.isSecret = isSecret
    }

    /// The variable that names a file which holds the value (Kubernetes and Vault agents write secrets so).
    package var fileVariable: String { name + "_FILE" }
}

extension Setting {
    package static let databaseURL = Setting(
        "TACTICS_DATABASE_URL", secret: true, "PostgreSQL for tenant work, signed in as tactics_app (postgres://tactics_app:…@host/tactics).")
    package static let platformURL = Setting(
        "TACTICS_PLATFORM_URL", secret: true, "PostgreSQL for provisioning and scheduling, signed in as tactics_platform.")
    package static let adminURL = Setting(
        "TACTICS_ADMIN_URL", secret: true, "PostgreSQL as a role that may create roles and schemas; only `tactics migrate` uses it.")
    package static let listenURL = Setting(
        "TACTICS_LISTEN_URL", secret: true,
        "A direct PostgreSQL address for LISTEN where the others go through PgBouncer; unset means the platform's address.")
    package static let databasePool = Setting("TACTICS_DB_POOL", default: "8", "PostgreSQL connections that one process opens for tenant work.")
    package static let reactors = Setting(
        "TACTICS_REACTORS",
        "Threads that answer requests, each with its share of the PostgreSQL connections and a Redis connection of its own; unset means one for each processor, four at most."
    )
    package static let prepared = Setting(
        "TACTICS_PREPARED", default: "on", "on or off: prepared statements; off behind PgBouncer in transaction mode.")
    package static let migrations = Setting(
        "TACTICS_MIGRATIONS", "The folder of SQL migrations; unset means the one beside the program or above it.")
    package static let redisURL = Setting(
        "TACTICS_REDIS_URL", secret: true, "Redis (redis://host:6379 or unix:///path/redis.sock); unset means limits per process and no cache.")

    package static let masterKey = Setting(
        "TACTICS_MASTER_KEY", secret: true, "Master keys as number:base64 of 32 bytes, comma-separated; the highest number seals, all open.")
    package static let tokenKeys = Setting(
        "TACTICS_TOKEN_KEYS", secret: true,
        "Signing keys of access tokens as id:base64 of 32 bytes or more, comma-separated; the first signs, all verify.")
    package static let cursorKey = Setting("TACTICS_CURSOR_KEY", secret: true, "The key that signs page cursors: base64 of 32 bytes or more.")
    package static let tokenIssuer = Setting("TACTICS_TOKEN_ISSUER", default: "tactics", "The issuer (iss) that access tokens carry and must carry.")
    package static let secretsFile = Setting(
        "TACTICS_SECRETS_FILE",
        "A file of NAME=value lines, or a folder with a file for each, of the secrets that manifests name; the environment is asked first.")

    package static let connectors = Setting(
        "TACTICS_CONNECTORS", "Folders of connector bundles, colon-separated; unset means `connectors` beside the program.")
    package static let installedConnectors = Setting(
        "TACTICS_INSTALLED_CONNECTORS",
        "The folder that `tactics connector install` keeps bundles in; unset means `installed-connectors` beside the program.")
    package static let trustFile = Setting(
        "TACTICS_TRUST_FILE", "The file of keys whose signatures on connectors count; unset means `connector-trust.json` beside the program.")
    package static let allowUnsigned = Setting(
        "TACTICS_ALLOW_UNSIGNED", default: "off", "on or off: use connectors that nobody signed, sealed; for connectors that you write yourself.")
    package static let runner = Setting("TACTICS_RUNNER", "The path of connector-runner; unset means the one beside the program.")
    package static let inProcess = Setting(
        "TACTICS_IN_PROCESS", default: "",
        "Bundled connectors that workers run in their own process, without the seal and a little faster: meta, shopify, …")
    package static let connectorBaseURLs = Setting(
        "TACTICS_CONNECTOR_BASE_URLS", default: "",
        "Where connectors' platforms are instead of their own hosts, by connector or by host: meta=http://127.0.0.1:9000/meta, …")

    package static let oauthClients = Setting(
        "TACTICS_OAUTH_CLIENTS", secret: true,
        "Your applications on the platforms, with which people connect by consent: meta=id:secret, google-ads=id:secret, …")

    package static let host = Setting("TACTICS_HOST", default: "127.0.0.1", "The address that the API listens on.")
    package static let port = Setting("TACTICS_PORT", default: "8080", "The port that the API listens on; 0 takes a free one.")
    package static let metricsPort = Setting(
        "TACTICS_METRICS_PORT", default: "9090", "The loopback port of /metrics; 0 takes a free one, off switches it off.")
    package static let publicURL = Setting(
        "TACTICS_PUBLIC_URL", "How the outside reaches the API (https://api.example.com); unset means http://host:port.")
    package static let trustedProxies = Setting(
        "TACTICS_TRUSTED_PROXIES", default: "", "Addresses or networks whose X-Forwarded-* fields are believed, comma-separated.")
    package static let corsOrigins = Setting(
        "TACTICS_CORS_ORIGINS", default: "", "Origins that may call the API from a browser, comma-separated; tenants add their own.")
    package static let tlsCertificate = Setting("TACTICS_TLS_CERT", "A PEM file with the certificate chain; set together with TACTICS_TLS_KEY_PATH.")
    package static let tlsKey = Setting("TACTICS_TLS_KEY_PATH", "A PEM file with the certificate's private key.")

    package static let queues = Setting("TACTICS_QUEUES", default: "sync,default", "The queues that this worker takes jobs from, comma-separated.")
    package static let concurrency = Setting("TACTICS_CONCURRENCY", default: "4", "How many jobs this worker runs at the same time.")
    package static let logLevel = Setting("TACTICS_LOG_LEVEL", default: "info", "trace, debug, info, notice, warning, error or critical.")

    /// Every setting, in the order in which `tactics doctor` prints them.
    package static let all: [Setting] = [
        databaseURL, platformURL, adminURL, listenURL, databasePool, reactors, prepared, migrations, redisURL,
        masterKey, tokenKeys, cursorKey, tokenIssuer, secretsFile,
        connectors, installedConnectors, trustFile, allowUnsigned, runner, inProcess, connectorBaseURLs, oauthClients,
        host, port, metricsPort, publicURL, trustedProxies, corsOrigins, tlsCertificate, tlsKey,
        queues, concurrency, logLevel,
    ]
}
