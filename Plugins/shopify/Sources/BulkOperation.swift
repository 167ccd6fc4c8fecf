import ConnectorKit

/// The queries of bulk operations, and what Shopify answers to them.
enum BulkOperation {
    /// Children follow their parent (`groupObjects`), so that they can be joined without holding the file.
    static let run = """
        mutation bulk_run($query:String!,$group:Boolean!){bulkOperationRunQuery(query:$query,groupObjects:$group){\
        bulkOperation{id status createdAt} userErrors{field message code}}}
        """
    static let state = """
        query bulk_state($id:ID!){node(id:$id){... on BulkOperation{\
        id status errorCode createdAt completedAt objectCount fileSize url partialDataUrl}}}
        """
    static let cancel = "mutation bulk_cancel($id:ID!){bulkOperationCancel(id:$id){bulkOperation{id status} userErrors{field message}}}"

    /// The file lies elsewhere, at an address that is its own permission. It is asked for again there, so no refusal is for ever.
    static let fileErrors = ErrorTable(rules: [
        .init(statuses: 400...599, kind: .transient, say: "The file of Shopify's bulk operation can not be had now.")
    ])
}

/// What became of the wish for an operation.
enum BulkStart: Equatable {
    case started(id: String, at: Instant?)
    /// Another operation of this app runs in the shop.
    case busy
    /// Shopify does not take this query as an operation.
    case refused(String)

    init(_ result: JSONView) throws {
        let faults = result["userErrors"].elements.map { "\($0["code"].string ?? "") \($0["message"].string ?? "")" }
        if faults.contains(where: { BulkStart.isBusy($0.lowercased()) }) {
            self = .busy
        } else if let fault = faults.first {
            self = .refused(String(fault.prefix(300)))
        } else {
            self = .started(id: try result.requiredString("bulkOperation.id"), at: result["bulkOperation.createdAt"].instant)
        }
    }

    private static func isBusy(_ fault: String) -> Bool {
        fault.contains("operation_in_progress") || fault.contains("already in progress") || fault.contains("limit_reached")
    }
}

/// A file of lines, and how large Shopify says that it is.
struct BulkFile: Equatable {
    let url: String
    let size: Int64?
}

/// How far an operation is.
enum BulkState: Equatable {
    case running
    /// Nil where nothing was found.
    case ready(BulkFile?)
    /// It ended before its end, for this reason; what it had found may be there.
    case broken(String, BulkFile?)
    /// It is not known any more, or its file was thrown away after a week.
    case gone

    init(_ node: JSONView) throws {
        guard node.exists else {
            self = .gone
            return
        }
        let code = node["errorCode"].filledString
        switch node["status"].string {
        case "CREATED", "RUNNING", "CANCELING": self = .running
        case "COMPLETED": self = .ready(node["url"].filledString.map { BulkFile(url: $0, size: node["fileSize"].integer) })
        case "EXPIRED": self = .gone
        case "FAILED", "CANCELED":
            if code == "ACCESS_DENIED" {
                throw ConnectorFailure(.auth, "The access lacks a scope that this needs. Connect again and allow it.", detail: code)
            }
            let reason = code ?? node["status"].string ?? ""
            self = .broken(reason, node["partialDataUrl"].filledString.map { BulkFile(url: $0, size: nil) })
        default:
            throw ConnectorFailure(.contract, "Shopify tells a state of a bulk operation that is not known.", detail: node["status"].string)
        }
    }
}
