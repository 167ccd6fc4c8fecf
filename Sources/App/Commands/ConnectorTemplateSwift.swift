/// A new connector in Swift, with ConnectorKit.
enum SwiftConnectorTemplate {
    static let package = """
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
            name: "{{id}}",
            platforms: [.macOS(.v15)],
            products: [.library(name: "{{Type}}Connector", type: .dynamic, targets: ["{{Type}}Connector"])],
            dependencies: [.package(name: "tactics", path: "{{kit}}")],
            targets: [
                .target(name: "{{Type}}Connector", dependencies: [.product(name: "ConnectorKit", package: "tactics")], path: "Sources"),
                .testTarget(
                    name: "{{Type}}ConnectorTests", dependencies: ["{{Type}}Connector", .product(name: "ConnectorKit", package: "tactics")],
                    path: "Tests", exclude: ["replay.sh"]),
            ]
        )

        """

    static let connector = """
        public import CConnector
        import ConnectorKit

        /// The one symbol that the host looks for; connector.json names it.
        @c({{entry}})
        public func connectorEntry(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
            connectorTable(for: {{Type}}.self, host: host)
        }

        /// Orders of a platform that gives them page by page: `GET /orders?limit=&after=` answers `{"orders": [...], "next": "..."}`.
        struct {{Type}}: Connector {
            static let manifest = Array(ManifestText.text.utf8)

            func check(_ config: JSONView, _ host: Host) throws -> Account {
                let me = try host.json(Request(.get, "https://api.example.com/me"))
                return Account(id: try me.requiredString("id"), name: me["name"].filledString ?? "")
            }

            func discover(_ config: JSONView, _ host: Host) throws -> Discovery { Discovery(streams: [.init("orders")]) }

            func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
                let size = request.config["page_size"].integer ?? 100
                let list = Request(.get, "https://api.example.com/orders", query: [(name: "limit", value: String(size))])
                let start = request.mode == .full ? nil : request.cursor["after"].string
                var pages = host.pages(list, .cursor(at: "next", parameter: "after"), from: start)
                while let page = try pages.next() {
                    for order in page.body["orders"].elements { try emit(order, host) }
                    // From here the next read goes on: the rows so far and this cursor are stored together.
                    if let next = page.next { try host.checkpoint("orders") { $0.text("after", next) } }
                }
                return .done
            }

            /// One odd order does not stop the sync: it is counted, with a reason for whoever looks.
            private func emit(_ order: JSONView, _ host: Host) throws {
                guard let id = order["id"].filledString, let total = order["total"].micros, let currency = order["currency"].filledString else {
                    return try host.reject("orders", Reject("The order has no id, amount or currency.", field: "total"))
                }
                try host.emit(OrderRow(id: id, currency: currency, total: total))
            }
        }

        """

    static let tests = """
        import ConnectorKit
        import Testing

        @testable import {{Type}}Connector

        struct {{Type}}Tests {
            @Test func `Orders of two pages become rows, and the odd one is rejected`() throws {
                let replay = Replay()
                replay.answer("after=2", with: .init(#"{"orders":[{"id":"3","total":"much","currency":"USD"}],"next":null}"#))
                replay.answer("/orders", with: .init(#"{"orders":[{"id":"1","total":"12.34","currency":"EUR"}],"next":"2"}"#))

                let outcome = try replay.read({{Type}}.self, "orders", config: "{}")

                #expect(outcome == .done)
                #expect(replay.parsed("orders").map { $0["total_micros"].integer } == [12_340_000])
                #expect(replay.rejects.count == 1)
                #expect(replay.checkpoints.map(\\.cursor) == [#"{"after":"2"}"#])
            }
        }

        """

    static let readme = """
        # {{Type}}

        A connector for Tactics, written in Swift with ConnectorKit.

            swift test                                    # the connector alone, over answers in the test
            tactics connector build                       # bundle/: connector.json, the library, CHECKSUMS
            Tests/replay.sh                               # the bundle, sealed, over Fixtures/orders
            tactics connector pack bundle                 # {{id}}-0.1.0.tar.gz

        - `connector.json` says what it may do and what it reads. `build` writes `Sources/ManifestText.swift` from it.
        - `Sources/Connector.swift` is the connector. No network, no file, no clock: it asks the host.
        - `Fixtures/` holds recorded answers and the rows that must come of them. Record without secrets and personal data.

        """
}
