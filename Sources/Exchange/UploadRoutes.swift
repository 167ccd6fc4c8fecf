import Core
import Postgres
import Web

/// HTTP of uploads.
struct UploadRoutes {
    let uploads: Uploads
    let largest: Int

    var endpoints: [Endpoint] { [create, one] }

    private var create: Endpoint {
        Endpoint(
            .post, "/api/v1/uploads", permission: .importsWrite, summary: "Upload a text file", tag: "Exchange",
            path: .none, query: .fields(parameter("name", .string(min: 1, max: 200), "The file's name, for people.")),
            body: .stream(maxBytes: largest), output: .json(.upload), status: 201,
            options: .standard.with { $0.deadline = Uploads.longestArrival }
        ) { call in
            let upload = try await uploads.store(call.tenant, name: call.query, by: call.principal.user, content: call.body)
            call.audit("uploads.create", resource: "upload", id: upload.id.description, changes: ["size": .integer(upload.size)])
            return upload
        }
    }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/uploads/{id}", permission: .importsWrite, summary: "Read about one upload", tag: "Exchange",
            path: .id("id", UploadID.self), output: .json(.upload)
        ) { call in
            guard let upload = try await uploads.find(call.tenant, call.path) else { throw Problem.notFound }
            return upload
        }
    }
}
