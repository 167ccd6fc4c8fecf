/// A new connector in Swift, with ConnectorKit.
enum SwiftConnectorTemplate {
    static let package = """
        // swift-tools-version: 6.2
        import PackageDescription

        // The switches that the kit is written with. A connector may leave them out.
        let settings: [SwiftSetting] = [
            .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
        ]

        let package = Package(
            name: "{{id}}",
            platforms: [.macOS(.v15)],
            products: [.library(name: "{{Type}}Connector", type: .dynamic, targets: ["{{Type}}Connector"])],
            targets: [
                .target(name: "CConnector", path: "Kit/CConnector"),
                .target(name: "ConnectorKit", dependencies: ["CConnector"], path: "Kit/ConnectorKit", swiftSettings: settings),
                .target(name: "{{Type}}Connector", dependencies: ["ConnectorKit"], path: "Sources", swiftSettings: settings),
                .testTarget(
                    name: "{{Type}}ConnectorTests", dependencies: ["{{Type}}Connector", "ConnectorKit"], path: "Tests", exclude: ["replay.sh"],
                    swiftSettings: settings),
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
                guard request.stream == "orders" else { throw ConnectorFailure(.permanent, "There is no stream \\"\\(request.stream)\\".") }
                let size = request.config["page_size"].integer ?? 100
                let list = Request(.get, "https://api.example.com/orders", query: [(name: "limit", value: String(size))])
                var after = request.mode == .full ? nil : request.cursor["after"].filledString
                var pages = host.pages(list, .cursor(at: "next", parameter: "after"), from: after)
                let zone = try request.zone()
                while let page = try pages.next() {
                    guard page.body["orders"].kind == .array else { throw ConnectorFailure(.contract, "The answer has no list of orders.") }
                    for order in page.body["orders"].elements {
                        try emit(order, zone, host)
                        after = order["id"].filledString ?? after
                    }
                    after = page.next ?? after
                    // From here the next read goes on: the rows so far and this cursor are stored together.
                    if let after { try host.checkpoint("orders") { $0.text("after", after) } }
                }
                return .done
            }

            /// One odd order does not stop the sync: it is counted, with a reason for whoever looks.
            private func emit(_ order: JSONView, _ zone: Zone, _ host: Host) throws {
                guard let id = order["id"].filledString, let placed = order["placed_at"].instant, let total = order["total"].micros,
                    let currency = order["currency"].currencyCode
                else { return try host.reject("orders", Reject("The order has no id, time, amount or currency.", field: "total")) }
                try host.emit(OrderRow(id: id, placedAt: placed, day: zone.day(of: placed), currency: currency, total: total))
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
                replay.answer("after=2", with: .init(#"{"orders":[{"id":"3","total":"much"}],"next":null}"#))
                let order = #"{"id":"1","placed_at":"2026-01-02T10:00:00Z","total":"12.34","currency":"EUR"}"#
                replay.answer("/orders", with: .init("{\\"orders\\":[\\(order)],\\"next\\":\\"2\\"}"))

                let outcome = try replay.read({{Type}}.self, "orders", config: "{}")

                #expect(outcome == .done)
                #expect(replay.parsed("orders").map { $0["total_micros"].integer } == [12_340_000])
                #expect(replay.rejects.count == 1)
                #expect(replay.checkpoints.map(\\.cursor) == [#"{"after":"2"}"#, #"{"after":"3"}"#])
            }
        }

        """

    static let readme = """
        # {{Type}}

        A connector for Tactics, written in Swift with ConnectorKit.

            swift test                                    # the connector alone, over answers in the test
            tactics connector build                       # bundle/: connector.json, the library, CHECKSUMS
            Tests/replay.sh                               # the bundle, sealed, over Fixtures/orders
            tactics connector test bundle --write         # the conformance kit over conformance/scenario.json
            tactics connector pack bundle                 # {{id}}-0.1.0.tar.gz

        - `connector.json` says what it may do and what it reads. `build` writes `Sources/ManifestText.swift` from it.
        - `Sources/Connector.swift` is the connector. No network, no file, no clock: it asks the host.
        - `Fixtures/` holds recorded answers and the rows that must come of them. Record without secrets and personal data.
        - `conformance/scenario.json` says which answers the kit plays and what must come of them. `build` puts both folders into the bundle, so that
          whoever installs it can run the kit too.
        - `Kit/` is Tactics's own: ConnectorKit and the header of the boundary. Change nothing in it. For the kit of a newer Tactics, make another new
          connector with that and take its `Kit/` over.

        \(ConnectorTemplate.seal)
        """
}
