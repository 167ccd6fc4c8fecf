import ConnectorKit

/// A site of Search Console: a prefix of addresses, or a whole domain (`sc-domain:example.com`).
struct Site {
    let url: String
    /// `siteOwner`, `siteFullUser`, `siteRestrictedUser` or `siteUnverifiedUser`.
    let permission: String?

    /// Who has not proved that the site is theirs sees no figures.
    var isReadable: Bool { permission != "siteUnverifiedUser" }

    /// Whether all figures of this site are in another one too: a domain holds all its hosts, a prefix all addresses that begin with it.
    func isPart(of other: Site) -> Bool {
        guard url != other.url else { return false }
        guard other.isDomain else { return !isDomain && url.hasPrefix(other.url) }
        return host == other.host || host.hasSuffix("." + other.host)
    }

    var isDomain: Bool { url.hasPrefix(Site.domainMark) }

    private var host: String {
        isDomain ? url.dropFirst(Site.domainMark.count).lowercased() : url.split(separator: "/").dropFirst().first?.lowercased() ?? ""
    }

    private static let domainMark = "sc-domain:"
}

/// The sites that the access can see.
enum Sites {
    static let none = ConnectorFailure(.config, "The access sees no site with figures. Add it to a site in Search Console.")

    static func all(_ api: SearchAPI) throws -> [Site] {
        do {
            let body = try api.sites()
            guard body.kind == .object, body["siteEntry"].kind == .array || !body["siteEntry"].exists else {
                throw ConnectorFailure(.contract, "Google's answer is no list of sites.", detail: String(body.json.prefix(200)))
            }
            return body["siteEntry"].elements.compactMap { entry in
                entry["siteUrl"].filledString.map { Site(url: $0, permission: entry["permissionLevel"].filledString) }
            }
        } catch let refusal as Refusal { throw refusal.failure }
    }

    /// The sites whose figures are read: the one of the settings, or all that have some. What is part of another site is left out then, so that
    /// nothing is counted twice.
    static func readable(_ api: SearchAPI, _ settings: Settings) throws -> [Site] {
        let sites = try all(api)
        guard let url = settings.site else {
            let readable = sites.filter(\.isReadable)
            return readable.filter { site in !readable.contains { site.isPart(of: $0) } }
        }
        guard let site = sites.first(where: { $0.url == url }) else {
            throw ConnectorFailure(
                .config, "The access does not see the site \(url). It is written exactly as in Search Console, with its last slash.")
        }
        guard site.isReadable else { throw ConnectorFailure(.auth, "The access is not verified for \(url): Search Console shows it no figures.") }
        return [site]
    }

    static func emit(_ sites: [Site], _ host: Host) throws {
        for site in sites {
            try host.emit("search_console_sites") { row in
                row.text("id", site.url)
                row.text("kind", site.isDomain ? "domain" : "prefix")
                row.text("permission", site.permission)
            }
        }
        try host.checkpoint("search_console_sites") { $0.instant("read_at", host.now) }
    }
}
