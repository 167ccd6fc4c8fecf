import ConnectorKit

/// What ads show. Meta keeps a creative's words in one of several places, by how it was made: on the creative itself, in the story that it is made
/// of, or in lists of which Meta chooses.
enum Creatives {
    static let fields =
        "id,account_id,name,title,body,status,object_type,call_to_action_type,link_url,object_url,image_url,image_hash,thumbnail_url,video_id,"
        + "product_set_id,effective_object_story_id,url_tags,object_story_spec,asset_feed_spec"

    static func row(_ view: JSONView, _ account: AdAccount) throws -> CreativeRow {
        let story = Story(view["object_story_spec"])
        let feed = view["asset_feed_spec"]
        return CreativeRow(
            id: try view.requiredString("id"), accountID: account.id, name: view["name"].string, kind: kind(view, story),
            title: first(view["title"], story.title, feed["titles.0.text"]), body: first(view["body"], story.body, feed["bodies.0.text"]),
            callToAction: first(view["call_to_action_type"], story.callToAction, feed["call_to_action_types.0"]),
            linkURL: first(view["link_url"], view["object_url"], story.link, feed["link_urls.0.website_url"]),
            imageURL: first(view["image_url"], story.image, view["thumbnail_url"]),
            videoID: first(view["video_id"], story.video, feed["videos.0.video_id"]), status: status(view["status"].string),
            rawStatus: view["status"].filledString,
            attributes: try Attributes.of(view, ["object_type", "image_hash", "effective_object_story_id", "product_set_id", "url_tags"]))
    }

    /// The parts of the story that a creative is made of.
    private struct Story {
        let link, title, body, callToAction, image, video: JSONView
        let isCarousel: Bool
        let isVideo: Bool

        init(_ spec: JSONView) {
            let kinds = ["link_data", "video_data", "photo_data", "template_data", "text_data"]
            let data = kinds.map { spec.member($0) }.first { $0.exists } ?? .missing
            link = [data["link"], data["call_to_action.value.link"]].first { $0.filledString != nil } ?? .missing
            title = [data["name"], data["title"]].first { $0.filledString != nil } ?? .missing
            body = [data["message"], data["caption"]].first { $0.filledString != nil } ?? .missing
            callToAction = data["call_to_action.type"]
            image = [data["picture"], data["image_url"], data["url"]].first { $0.filledString != nil } ?? .missing
            video = data["video_id"]
            isCarousel = data["child_attachments"].count > 1
            isVideo = spec["video_data"].exists
        }
    }

    private static func first(_ views: JSONView...) -> String? { views.lazy.compactMap(\.filledString).first }

    private static func kind(_ view: JSONView, _ story: Story) -> CreativeRow.Kind? {
        if view["product_set_id"].filledString != nil { return .product }
        if story.isCarousel { return .carousel }
        if story.isVideo || view["video_id"].filledString != nil { return .video }
        return switch view["object_type"].string {
        case "VIDEO": .video
        case "PHOTO": .image
        case "STATUS": .text
        case nil: view["image_url"].filledString == nil && view["image_hash"].filledString == nil ? nil : .image
        default: view["image_url"].filledString == nil && view["image_hash"].filledString == nil ? .other : .image
        }
    }

    /// Creatives have states of their own; nil for a word that is new.
    private static func status(_ word: String?) -> EntityStatus? {
        switch word {
        case "ACTIVE": .active
        case "IN_PROCESS": .draft
        case "WITH_ISSUES": .paused
        case "DELETED": .removed
        default: nil
        }
    }
}
