/// Draws of a few parameters, chain by chain: as traces or as ranks.
package struct ChainPlot: Sendable {
    package struct Parameter: Sendable {
        package var name: String
        /// `[chain][draw]`.
        package var chains: [[Double]]

        package init(_ name: String, chains: [[Double]]) {
            self.name = name
            self.chains = chains
        }
    }

    package var title: String
    package var note: String
    package var parameters: [Parameter]

    package init(_ title: String, note: String = "", parameters: [Parameter]) {
        self.title = title
        self.note = note
        self.parameters = parameters
    }
}
