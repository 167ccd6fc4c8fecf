extension Exchange {
    /// What the problem codes of this slice mean, for their pages.
    package static let problems = [
        "empty_upload": "An upload is the content of a file as the body of the request. This one had no bytes.",
        "not_text": "Uploads are tables as text: CSV, or columns of a fixed width. What the content was taken for stands in the detail.",
        "upload_interrupted": "The connection broke before the whole file was there. Nothing of it is kept; send it again.",
    ]
}
