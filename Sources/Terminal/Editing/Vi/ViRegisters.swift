/// A deleted or yanked text.
struct ViRegister: Sendable, Equatable {
    var text: String
    /// Whether the text is whole lines; then it lacks the last line feed.
    var isLinewise: Bool

    /// The number of copies for a count, limited to 64 MiB in total.
    func copies(_ times: Int) -> Int { max(1, min(times, (64 << 20) / max(1, text.utf8.count))) }
}

/// The registers: the unnamed one, a to z, 0 to 9, `-` and `_`.
struct ViRegisters: Sendable, Equatable {
    private var named: [Character: ViRegister] = [:]
    /// The last deleted or yanked text.
    private(set) var unnamed: ViRegister?

    static func isName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber) || "\"-_+*".contains(character)
    }

    subscript(name: Character?) -> ViRegister? {
        guard let name, name != "\"", name != "+", name != "*" else { return unnamed }
        return named[Character(name.lowercased())]
    }

    mutating func yank(_ register: ViRegister, to name: Character?) {
        if keep(register, name) { return }
        named["0"] = register
        unnamed = register
    }

    /// - Parameter isLarge: Whether the text always goes into a numbered register.
    mutating func delete(_ register: ViRegister, to name: Character?, isLarge: Bool) {
        if keep(register, name), !isLarge { return }
        if name == "_" { return }
        if register.isLinewise || isLarge || register.text.utf8.contains(0x0A) {
            for number in (1..<9).reversed() {
                named[Character(String(number + 1))] = named[Character(String(number))]
            }
            named["1"] = register
        } else if name == nil {
            named["-"] = register
        }
        unnamed = self[name.flatMap { $0.isLetter ? $0 : nil }] ?? register
        if name == nil { unnamed = register }
    }

    /// Stores the text in a register that the user named. Returns whether there is one.
    private mutating func keep(_ register: ViRegister, _ name: Character?) -> Bool {
        guard let name, name != "\"", name != "+", name != "*" else { return false }
        if name == "_" { return true }
        let key = Character(name.lowercased())
        if name.isUppercase, let old = named[key] {
            let isLinewise = old.isLinewise || register.isLinewise
            named[key] = ViRegister(
                text: old.text + (isLinewise ? "\n" : "") + register.text, isLinewise: isLinewise)
        } else {
            named[key] = register
        }
        unnamed = named[key]
        return true
    }
}
