public import ArgumentParser
import Core
public import Statistics
import Workbench

// Values of the engines that are named by their raw text on the command line.

extension MixModel.Reference: ExpressibleByArgument {}
extension LifetimeConvention.Timing: ExpressibleByArgument {}
extension ProfitRule.Basis: ExpressibleByArgument {}
extension TimeUnit: ExpressibleByArgument {}
extension SeriesStep: ExpressibleByArgument {}

extension Day: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
