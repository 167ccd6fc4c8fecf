import Core
import Testing

@testable import Syncs

@Suite("Derived ids")
struct EntityIDTests {
    private let tenant = SyncFixture.a

    @Test("The same record has the same id on every run, and another one in another tenant, platform or kind")
    func theSameEverywhere() {
        let ids = EntityIDs(tenant: tenant, platform: "shop")
        let id = ids.id(.order, "1001")
        #expect(EntityIDs(tenant: tenant, platform: "shop").id(.order, "1001") == id)
        #expect(EntityIDs(tenant: SyncFixture.b, platform: "shop").id(.order, "1001") != id)
        #expect(EntityIDs(tenant: tenant, platform: "other").id(.order, "1001") != id)
        #expect(ids.id(.customer, "1001") != id)
        #expect(ids.id(.order, "1002") != id)
    }

    @Test("An id is a UUID of version 8 and of the variant of RFC 9562")
    func form() {
        let ids = EntityIDs(tenant: tenant, platform: "shop")
        for number in 0..<200 {
            let text = Array(ids.id(.order, "gid://shopify/Order/\(number * 7_919)").description)
            #expect(text[14] == "8")
            #expect(["8", "9", "a", "b"].contains(text[19]))
        }
    }

    @Test(
        "Ids stand in the order of the platform's numbers",
        arguments: ["", "gid://shopify/Order/", "act_", "urn:li:sponsoredCampaign:"])
    func ordered(prefix: String) {
        let ids = EntityIDs(tenant: tenant, platform: "shop")
        let numbers: [UInt64] = [
            0, 2, 3, 5, 9, 10, 99, 100, 4_095, 4_096, 999_999, 1_000_000, 450_789_469, 120_200_000_000_000_001, 120_200_000_100_000_001,
            9_999_999_999_999_999_999,
        ]
        let derived = numbers.map { ids.id(.order, prefix + String($0)).description }
        #expect(derived == derived.sorted())
        #expect(Set(derived).count == derived.count)
    }

    @Test("Texts stand in the order of their beginnings")
    func orderedTexts() {
        let ids = EntityIDs(tenant: tenant, platform: "files")
        let texts = ["000001-19970101-1", "000002-19970112-1", "000003-19970102-1", "1-a", "Zed", "aaaaaa", "aaaaab"]
        let derived = texts.map { ids.id(.order, $0).description }
        #expect(derived == derived.sorted())
        #expect(ids.id(.order, "aaaaaaX") != ids.id(.order, "aaaaaaY"))
    }
}
