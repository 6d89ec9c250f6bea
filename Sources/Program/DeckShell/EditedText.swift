import Deck
import Failures
import Glibc
import LocalFiles
import ScreenKit

/// A text in a file while an editor is open.
struct EditedText {
    /// The origin of the text.
    enum Origin {
        /// A session's text, in a private file of the program.
        case text(String)
        /// A file of the user.
        case file(String)
    }

    private let path: String
    private let isOurs: Bool

    init(_ origin: Origin, directory: String) throws(Failure) {
        switch origin {
        case .file(let path): (self.path, isOurs) = (path, false)
        case .text(let text):
            let folder = try PrivateDirectory(creating: directory)
            let name = "edit-\(getpid()).sql"
            let bytes = Array(text.utf8)
            let failure = bytes.withUnsafeBytes { bytes -> Failure? in
                do throws(Failure) {
                    try folder.replace(name, expecting: folder.entry(name), with: bytes)
                    return nil
                } catch {
                    return error
                }
            }
            if let failure { throw failure }
            (path, isOurs) = (directory + "/" + name, true)
        }
    }

    /// The command of the user's editor, with the line if the editor supports that.
    func command(_ variables: [String: String], line: Int) -> [String] {
        let folders = (variables["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let found = ["sensible-editor", "vim", "vi", "nano", "emacs"].first { name in
            folders.contains { access("\($0)/\(name)", X_OK) == 0 }
        }
        let chosen = [variables["VISUAL"], variables["EDITOR"], found].compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
        let words = ProgramWords(chosen).command
        if words.first == "/bin/sh" { return ["/bin/sh", "-c", "\(chosen) \"$1\"", "sh", path] }
        let name = words.first?.split(separator: "/").last.map(String.init) ?? ""
        let takesLine = ["vi", "vim", "nvim", "nano", "emacs", "joe", "mg"].contains(name)
        return words + (takesLine && line > 1 ? ["+\(line)"] : []) + [path]
    }

    /// Returns the file's content and removes a private file.
    func take() -> String? {
        defer { if isOurs { unlink(path) } }
        guard let bytes = (try? BoundedFile.read(path, limit: 16 << 20)) ?? nil else { return nil }
        var text = String(decoding: bytes, as: UTF8.self)
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
