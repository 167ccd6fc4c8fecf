/// What people read once it runs: addresses, sign-ins, and lines to paste.
struct Banner {
    let baseURL: String
    let metricsPort: Int
    let simulatorPort: Int
    let folder: String
    let tenants: [DemoTenant]

    var text: String {
        var lines = [
            "",
            "Tactics runs.",
            "  Console    \(baseURL)/app",
            "  API        \(baseURL)/api/v1   documented at \(baseURL)/docs",
            "  Health     \(baseURL)/health",
            "  Metrics    http://127.0.0.1:\(metricsPort)/metrics",
            "  Simulator  http://127.0.0.1:\(simulatorPort)",
            "  Data, logs \(folder)",
            "",
            "Sign in as",
        ]
        lines += tenants.map { "  \($0.slug)   \($0.email)   \($0.password)" }
        if let first = tenants.first { lines += ["", "Try"] + curls(first).map { "  \($0)" } }
        return (lines + ["", "Ctrl-C stops everything; the data stay.", ""]).joined(separator: "\n")
    }

    private func curls(_ tenant: DemoTenant) -> [String] {
        let login = "{\"tenant\":\"\(tenant.slug)\",\"email\":\"\(tenant.email)\",\"password\":\"\(tenant.password)\"}"
        return [
            "curl -s '\(baseURL)/api/v1/campaigns?limit=3' -H 'Authorization: Bearer \(tenant.apiKey)'",
            "curl -s '\(baseURL)/api/v1/orders?limit=1&include=total' -H 'Authorization: Bearer \((tenants.first { $0.slug == "cdnow" } ?? tenant).apiKey)'",
            "curl -s '\(baseURL)/api/v1/auth/login' -H 'Content-Type: application/json' -d '\(login)'",
        ]
    }
}
