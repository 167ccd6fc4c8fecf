// swift-tools-version: 6.2
import PackageDescription

// The house in three storeys: executables and App on top, slices below, kits at the bottom, C modules under them.
// A kit never imports a slice, a slice never imports a slice (README.md has the map).

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func product(_ name: String, _ package: String) -> Target.Dependency { .product(name: name, package: package) }

let crypto = product("Crypto", "swift-crypto")
let logging = product("Logging", "swift-log")
let lifecycle = product("ServiceLifecycle", "swift-service-lifecycle")
let unixSignals = product("UnixSignals", "swift-service-lifecycle")
let hummingbird = product("Hummingbird", "hummingbird")
let httpTypes = product("HTTPTypes", "swift-http-types")
let nioCore = product("NIOCore", "swift-nio")
let nioPosix = product("NIOPosix", "swift-nio")
let nioHTTP1 = product("NIOHTTP1", "swift-nio")
let nioSSL = product("NIOSSL", "swift-nio-ssl")
let asyncHTTPClient = product("AsyncHTTPClient", "async-http-client")
let mustache = product("Mustache", "swift-mustache")
let yams = product("Yams", "Yams")
let argumentParser = product("ArgumentParser", "swift-argument-parser")
let realModule = product("RealModule", "swift-numerics")

/// Engines that do nothing but arithmetic are optimised in debug builds too: without it their tests take a hundred times as long.
let optimised: SwiftSetting = .unsafeFlags(["-O"], .when(configuration: .debug))

/// A kit: no product words inside; it could live in another project.
func kit(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil, exclude: [String] = [], notTests: [String] = [],
    with more: [SwiftSetting] = []
) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings + more),
        .testTarget(
            name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, path: "Tests/\(name)", exclude: notTests,
            swiftSettings: settings),
    ]
}

/// A slice: one thing the user talks about, with its values, rules, SQL, routes and jobs.
func slice(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> [Target] {
    kit(name, ["Core", "Postgres", "Web", logging] + dependencies, resources: resources)
}

/// A connector of this repository: a dynamic library that knows ConnectorKit and nothing else.
func plugin(_ name: String, folder: String) -> [Target] {
    [
        .target(name: name, dependencies: ["ConnectorKit"], path: "Plugins/\(folder)/Sources", swiftSettings: settings),
        .testTarget(
            name: "\(name)Tests", dependencies: [.byName(name: name), "ConnectorKit"], path: "Plugins/\(folder)/Tests", swiftSettings: settings),
    ]
}

let cModules: [Target] = [
    .target(name: "CConnector", path: "Sources/CConnector"),
    .target(name: "CKitSources", path: "Sources/CKitSources"),
    .systemLibrary(name: "CLibPQ", path: "Sources/CLibPQ"),
    .systemLibrary(name: "CHiredis", path: "Sources/CHiredis"),
    .systemLibrary(name: "CLibJWT", path: "Sources/CLibJWT"),
    .systemLibrary(name: "CArgon2", path: "Sources/CArgon2"),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib"),
]

let kits: [[Target]] = [
    kit("Core"),
    kit("Reactor"),
    kit("Postgres", ["Core", "Reactor", "CLibPQ", logging, lifecycle]),
    kit("Redis", ["Core", "Reactor", "CHiredis", logging, lifecycle]),
    kit("Sealing", ["Core", "CArgon2", crypto]),
    kit("Tokens", ["Core", "CLibJWT", crypto]),
    kit("Web", ["Core", "CZlib", nioCore, nioPosix, nioHTTP1, nioSSL, crypto, logging, lifecycle, product("HummingbirdCore", "hummingbird")]),
    kit("Jobs", ["Core", "Postgres", logging, lifecycle]),
    kit("Outbound", ["Core", asyncHTTPClient, nioCore, nioPosix, nioSSL, nioHTTP1, logging]),
    kit("Telemetry", ["Core", logging, product("CoreMetrics", "swift-metrics")]),
    kit("ConnectorKit", ["CConnector"]),
    kit("ConnectorHost", ["Core", "CConnector", crypto, logging], notTests: ["EvilPlugins", "CExample", "Abi"]),
    kit("Conformance", ["Core", "ConnectorHost", crypto, logging], notTests: ["Mutants"]),
    kit("Statistics", [realModule], exclude: ["README.md"], with: [optimised]),
    kit("Workbench", ["Core", "Statistics"]),
    kit("Simulator", ["Core", crypto, hummingbird, httpTypes, nioCore, logging, lifecycle]),
]

let slices: [[Target]] = [
    slice("Audit"),
    slice("Tenants", ["Sealing", yams]),
    slice("Identity", ["Redis", "Sealing", "Tokens"]),
    slice("Connections", ["Sealing", "ConnectorHost"]),
    slice("Syncs", ["Sealing", "Jobs", "ConnectorHost", "Outbound", crypto, lifecycle]),
    slice("Exchange", [crypto]),
    slice("Campaigns"),
    slice("Commerce", ["Sealing"]),
    slice("Health"),
    slice("Console", [mustache], resources: [.copy("Pages")]),
]

let sliceNames: [Target.Dependency] = [
    "Audit", "Tenants", "Identity", "Connections", "Syncs", "Exchange", "Campaigns", "Commerce", "Health", "Console",
]
let kitNames: [Target.Dependency] = [
    "Core", "Reactor", "Postgres", "Redis", "Sealing", "Tokens", "Web", "Jobs", "Outbound", "Telemetry", "ConnectorHost", "Conformance",
    "Simulator",
]

let top: [Target] = [
    .target(
        name: "App", dependencies: sliceNames + kitNames + ["CKitSources", nioCore, nioSSL, logging, lifecycle, unixSignals, yams],
        swiftSettings: settings),
    .testTarget(
        name: "AppTests", dependencies: ["App"] + sliceNames + kitNames + [asyncHTTPClient, nioCore, nioHTTP1, hummingbird, httpTypes, logging],
        path: "Tests/App", swiftSettings: settings),
    .executableTarget(
        name: "tactics", dependencies: ["App", "Core", "Statistics", "Workbench", argumentParser, logging], swiftSettings: settings),
    .executableTarget(name: "connector-runner", dependencies: ["CConnector"], path: "Sources/connector-runner"),
    .testTarget(
        name: "AcceptanceTests", dependencies: ["App"] + sliceNames + kitNames + [asyncHTTPClient, nioCore, nioHTTP1], path: "Tests/Acceptance",
        swiftSettings: settings),
]

let plugins: [[Target]] = [
    plugin("FilesConnector", folder: "files"),
    plugin("ShopifyConnector", folder: "shopify"),
    plugin("MetaConnector", folder: "meta"),
    plugin("GoogleAdsConnector", folder: "google-ads"),
    plugin("TikTokConnector", folder: "tiktok"),
    plugin("SnapchatConnector", folder: "snapchat"),
    plugin("LinkedInConnector", folder: "linkedin"),
    plugin("KlaviyoConnector", folder: "klaviyo"),
    plugin("StripeConnector", folder: "stripe"),
    plugin("GoogleAnalyticsConnector", folder: "google-analytics"),
    plugin("SearchConsoleConnector", folder: "search-console"),
]

let package = Package(
    name: "tactics",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tactics", targets: ["tactics"]),
        .executable(name: "connector-runner", targets: ["connector-runner"]),
        .library(name: "ConnectorKit", targets: ["ConnectorKit"]),
        .library(name: "FilesConnector", type: .dynamic, targets: ["FilesConnector"]),
        .library(name: "ShopifyConnector", type: .dynamic, targets: ["ShopifyConnector"]),
        .library(name: "MetaConnector", type: .dynamic, targets: ["MetaConnector"]),
        .library(name: "GoogleAdsConnector", type: .dynamic, targets: ["GoogleAdsConnector"]),
        .library(name: "TikTokConnector", type: .dynamic, targets: ["TikTokConnector"]),
        .library(name: "SnapchatConnector", type: .dynamic, targets: ["SnapchatConnector"]),
        .library(name: "LinkedInConnector", type: .dynamic, targets: ["LinkedInConnector"]),
        .library(name: "KlaviyoConnector", type: .dynamic, targets: ["KlaviyoConnector"]),
        .library(name: "StripeConnector", type: .dynamic, targets: ["StripeConnector"]),
        .library(name: "GoogleAnalyticsConnector", type: .dynamic, targets: ["GoogleAnalyticsConnector"]),
        .library(name: "SearchConsoleConnector", type: .dynamic, targets: ["SearchConsoleConnector"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: cModules + kits.flatMap { $0 } + slices.flatMap { $0 } + top + plugins.flatMap { $0 }
)
