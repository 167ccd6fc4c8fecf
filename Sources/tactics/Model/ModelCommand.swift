import ArgumentParser

/// The engines on files: no server, no database.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Customer value, marketing mix, profit, forecasts and anomalies of CSV files, without a server.",
        discussion: """
            Every command reads CSV files whose first line names the columns, prints tables, and with --json one document for programs instead. \
            It ends with 0 where the answer may be read as it is, 2 where a mix model is weakly identified, 3 where a fit failed, 1 for data that \
            it refuses, and 64 for a wrong command line.
            """,
        subcommands: [
            CustomerValueCommand.self, MixCommand.self, ProfitCommand.self, RFMCommand.self, ForecastCommand.self, AnomalyCommand.self,
            CheckDataCommand.self,
        ])
}
