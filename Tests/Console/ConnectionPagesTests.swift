import Core
import Testing
import Web

@testable import Console

@Suite struct ConnectionPagesTests {
    @Test func `The connections page shows what each connection is doing and loads again while one runs`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let page = try await client.page("/app/connections", as: "manager")

            #expect(page.status == 200)
            for text in [
                "Ads", "meta", "Active", "Every 15 minutes", "12,345 rows read, 12,000 written so far.", "About 25% of ad_daily", "2 rows rejected",
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
            #expect(page.text.contains("<meta http-equiv=\"refresh\" content=\"5\">"))
            #expect(page.text.contains("North &amp; Sons"))
            #expect(!page.text.contains("Secret of south"))
        }
    }

    @Test func `The page of a connection shows streams, syncs and rejects, and rests when nothing runs`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let page = try await client.page("/app/connections/\(world.finished)", as: "viewer")

            #expect(page.status == 200)
            for text in [
                "orders", "1,234,567", "2026-03-01 12:30 UTC", "Full", "Completed", ">17<", "total", "The first 1 of 2 rejected rows are shown.",
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
            #expect(!page.text.contains("http-equiv=\"refresh\""))
        }
    }

    @Test func `Hostile names are text`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let list = try await client.page("/app/connections", as: "manager")
            let one = try await client.page("/app/connections/\(world.finished)", as: "manager")

            for page in [list, one] {
                #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
                #expect(!page.text.contains("<script"))
                #expect(!page.text.contains("<img"))
                #expect(!page.text.contains("Sync <"))
            }
        }
    }

    @Test func `No page has anything inline, and all carry the strict policy`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let pages = [
                try await client.page("/app/sign-in"), try await client.page("/app/connections", as: "manager"),
                try await client.page("/app/connections/\(world.running)", as: "manager"),
                try await client.page("/app/connections/none", as: "manager"),
                try await client.page("/app/connections", as: "nobody"),
            ]

            for page in pages {
                #expect(page.headers.contains { $0.name == "Content-Security-Policy" && $0.value == ConsoleDesk.policy })
                #expect(page[header: "Cache-Control"] == "no-store")
                #expect(page.text.firstMatch(of: /<script|<style|\sstyle=|\son[a-z]+=|javascript:/.ignoresCase()) == nil)
                #expect(page.text.contains("<html lang=\"en\" dir=\"ltr\">"))
            }
        }
    }

    @Test func `The style sheet may be kept for ever, under its own address only`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let page = try await client.page("/app/sign-in")
            let address = try #require(page.text.firstMatch(of: /\/app\/assets\/[0-9a-f]+\/console\.css/)).output
            let style = try await client.page(String(address))
            let other = try await client.page("/app/assets/0000/console.css")

            #expect(style.status == 200)
            #expect(style[header: "Content-Type"] == "text/css; charset=utf-8")
            #expect(style[header: "Cache-Control"]?.contains("immutable") == true)
            #expect(other.status == 404)
        }
    }

    @Test func `The button queues a sync and goes back to the connection`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let path = "/app/connections/\(world.finished)"
            let token = try await client.page(path, as: "manager").formToken
            let first = try await client.submit("\(path)/sync", ["form_token": token], cookie: "tactics_session=manager")
            let second = try await client.submit("\(path)/sync", ["form_token": token], cookie: "tactics_session=manager")

            #expect(first.status == 303)
            #expect(first[header: "Location"] == path)
            #expect(await world.asked.notes == ["sync \(world.finished)"])
            #expect(second.status == 409)
            #expect(second.text.split(separator: "A sync is under way already.").count == 2)
        }
    }

    @Test func `A form without its token changes nothing`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let path = "/app/connections/\(world.finished)/sync"
            let without = try await client.submit(path, [:], cookie: "tactics_session=manager")
            let made = try await client.submit(path, ["form_token": "AAAAAAAAAAAAAAAAAAAAAAAA"], cookie: "tactics_session=manager")

            #expect(without.status == 403)
            #expect(made.status == 403)
            #expect(made.text.contains("This form is out of date"))
            #expect(await world.asked.notes.isEmpty)
        }
    }

    @Test func `A viewer sees no button and may not use it`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let page = try await client.page("/app/connections/\(world.finished)", as: "viewer")
            let tried = try await client.submit(
                "/app/connections/\(world.finished)/sync", ["form_token": page.formToken], cookie: "tactics_session=viewer")

            #expect(!page.text.contains("Sync now"))
            #expect(tried.status == 403)
            #expect(tried.text.contains("Your role does not allow this."))
            #expect(await world.asked.notes.isEmpty)
        }
    }

    @Test func `A connection of another tenant looks like one that is not there`() async throws {
        let world = try await ConsoleWorld.make()

        try await world.serve { client in
            let token = try await client.page("/app/connections/\(world.finished)", as: "manager").formToken
            let foreign = try await client.page("/app/connections/\(world.foreign)", as: "manager")
            let absent = try await client.page("/app/connections/\(ConnectionID())", as: "manager")
            let sync = try await client.submit("/app/connections/\(world.foreign)/sync", ["form_token": token], cookie: "tactics_session=manager")

            #expect([foreign.status, absent.status, sync.status] == [404, 404, 404])
            #expect(foreign.text.replacing(foreign.formToken, with: "") == absent.text.replacing(absent.formToken, with: ""))
            #expect(await world.asked.notes.isEmpty)
        }
    }
}
