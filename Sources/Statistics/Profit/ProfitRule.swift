/// How profit is counted.
public struct ProfitRule: Sendable, Equatable {
    /// What a cost without a dimension is spread by, over the cells it can belong to.
    public enum Basis: String, Sendable, CaseIterable {
        /// Net revenue of the cell (none where it is negative).
        case netRevenue
        /// Gross revenue of the cell.
        case gross
        /// Number of order lines.
        case lines
        /// Nothing is spread: it stands in the row or column `unassigned`.
        case none
    }

    /// Whether these are taken off gross to give net revenue. Leave tax on when prices contain it.
    public var subtractsRefunds = true
    public var subtractsFees = true
    public var subtractsTax = true
    public var basis = Basis.netRevenue

    public init() {}
}

/// The amounts of one cell, row, column or ledger, in micros. All are exact.
public struct ProfitAmounts: Sendable, Equatable {
    public var gross: Int64 = 0
    public var refunds: Int64 = 0
    public var fees: Int64 = 0
    public var tax: Int64 = 0
    public var cogs: Int64 = 0
    public var adSpend: Int64 = 0
    public var shipping: Int64 = 0
    /// Order lines.
    public var lines: Int64 = 0

    public init() {}

    public subscript(_ component: ProfitComponent) -> Int64 {
        get {
            switch component {
            case .gross: gross
            case .refunds: refunds
            case .fees: fees
            case .tax: tax
            case .cogs: cogs
            case .adSpend: adSpend
            case .shipping: shipping
            }
        }
        set {
            switch component {
            case .gross: gross = newValue
            case .refunds: refunds = newValue
            case .fees: fees = newValue
            case .tax: tax = newValue
            case .cogs: cogs = newValue
            case .adSpend: adSpend = newValue
            case .shipping: shipping = newValue
            }
        }
    }

    /// Gross − refunds − fees − tax, each as the rule says.
    public func netRevenue(_ rule: ProfitRule = ProfitRule()) -> Int64 {
        gross &- (rule.subtractsRefunds ? refunds : 0) &- (rule.subtractsFees ? fees : 0) &- (rule.subtractsTax ? tax : 0)
    }

    /// Net revenue − cost of goods − shipping: what an order leaves before advertising.
    public func grossMargin(_ rule: ProfitRule = ProfitRule()) -> Int64 { netRevenue(rule) &- cogs &- shipping }

    /// Net revenue − cost of goods − shipping − ad spend.
    public func profit(_ rule: ProfitRule = ProfitRule()) -> Int64 { grossMargin(rule) &- adSpend }

    /// Whether no sum or difference of the components can leave 64 bits.
    var isSafe: Bool {
        let mass = ProfitComponent.allCases.reduce(UInt128(0)) { $0 + UInt128(self[$1].magnitude) }
        return mass <= UInt128(Int64.max.magnitude)
    }
}
