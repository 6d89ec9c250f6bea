/// The meaning of a control sequence. Source: XTerm Control Sequences, "PC-Style Function Keys" and "Mouse Tracking";
/// kitty, "Comprehensive keyboard handling in terminals"; rxvt(7), "Key Codes".
extension ControlSequence {
    /// The key or the mouse event; nil for other sequences.
    func input(hasMouse: Bool) -> Input? {
        guard mouseBytes.isEmpty, mark != UInt8(ascii: "<") else {
            return hasMouse ? mouse.map { .mouse($0) } : nil
        }
        return key.map { .key($0) }
    }

    private var key: Key? {
        guard mark == nil else { return nil }
        if intermediates == [UInt8(ascii: "[")] { return .function(Int(final) - 0x40) }
        guard let modifiers else { return nil }
        // rxvt ends a sequence with `$` for Shift; no other terminal sends that for a key.
        guard intermediates.isEmpty else { return nil }
        switch final {
        case UInt8(ascii: "u"):
            return number(0).flatMap { Self.key(ofCode: $0, shifted: number(0, part: 1), modifiers) }
        case UInt8(ascii: "~") where number(0) == 27:
            return number(2).flatMap { Self.key(ofCode: $0, shifted: nil, modifiers) }
        case UInt8(ascii: "~"): return numbered(modifiers)
        case UInt8(ascii: "^"): return numbered(modifiers.union(.control))
        case UInt8(ascii: "@"): return numbered(modifiers.union([.control, .shift]))
        default: return lettered(modifiers)
        }
    }

    /// The modifiers of the key; nil when the key was released, or when there are modifiers that terminals do not
    /// commonly report.
    private var modifiers: Key.Modifiers? {
        // A key release. Source: kitty, "Event types".
        if number(1, part: 1) == 3 { return nil }
        // An old xterm sends the modifiers before the letter, without a key number.
        guard let value = isShort && numbers.count == 1 ? number(0) : number(1) else { return [] }
        let bits = max(0, value - 1)
        // Super, hyper and meta are not supported; lock keys are ignored.
        guard bits & 0b11_1000 == 0 else { return nil }
        return Key.Modifiers(rawValue: UInt8(bits & 7))
    }

    /// A key whose sequence ends with a letter.
    private func lettered(_ modifiers: Key.Modifiers) -> Key? {
        let named: [UInt8: Key.Named] = [
            UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
            UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
        ]
        if let key = named[final] { return .named(key, modifiers) }
        if final == UInt8(ascii: "Z") { return .named(.tab, modifiers.union(.shift)) }
        // rxvt's arrows: Shift after `[`, Ctrl after `O`.
        let lower: [UInt8: Key.Named] = [
            UInt8(ascii: "a"): .up, UInt8(ascii: "b"): .down, UInt8(ascii: "c"): .right, UInt8(ascii: "d"): .left,
        ]
        if numbers.isEmpty, let key = lower[final] { return .named(key, isShort ? .control : .shift) }
        // With numbers, `R` is a cursor position report.
        if let function = [UInt8]("PQRS".utf8).firstIndex(of: final), numbers.isEmpty || final != UInt8(ascii: "R") {
            return Self.function(function + 1, modifiers)
        }
        guard isShort, numbers.isEmpty else { return nil }
        if final == UInt8(ascii: "M") { return .named(.enter, modifiers) }
        // The keypad in application mode.
        let keypad = [UInt8]("jklmnopqrstuvwxyz".utf8).firstIndex(of: final)
        return keypad.flatMap { $0 < 16 ? .character(Array("*+,-./0123456789")[$0]) : nil }
    }

    /// A key whose sequence has a number.
    private func numbered(_ modifiers: Key.Modifiers) -> Key? {
        guard let number = number(0) else { return nil }
        let named: [Int: Key.Named] = [
            1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        ]
        if let key = named[number] { return .named(key, modifiers) }
        switch number {
        case 11...15: return Self.function(number - 10, modifiers)
        case 17...21: return Self.function(number - 11, modifiers)
        case 23...26: return Self.function(number - 12, modifiers)
        case 28...29: return Self.function(number - 13, modifiers)
        case 31...34: return Self.function(number - 14, modifiers)
        default: return nil
        }
    }

    /// A function key; with modifiers it has its own number, as in terminal descriptions. Source: xterm's terminfo.
    private static func function(_ number: Int, _ modifiers: Key.Modifiers) -> Key? {
        let steps: [Key.Modifiers: Int] = [
            []: 0, .shift: 12, .control: 24, [.control, .shift]: 36, .alt: 48, [.alt, .shift]: 60,
        ]
        guard let step = steps[modifiers] else { return nil }
        let all = number + (number > 12 ? 0 : step)
        return all <= 63 ? .function(all) : nil
    }

    /// A key by its code point or by kitty's number.
    private static func key(ofCode code: Int, shifted: Int?, _ modifiers: Key.Modifiers) -> Key? {
        switch code {
        case 57_376...57_398: return function(code - 57_376 + 13, modifiers)
        case 57_399...57_408: return .character(Character(Unicode.Scalar(UInt8(code - 57_399 + 0x30))))
        case 57_409...57_413: return .character(Array("./*-+")[code - 57_409])
        case 57_414: return .named(.enter, modifiers)
        case 57_415: return .character("=")
        case 57_417...57_426:
            let names: [Key.Named] = [
                .left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .insert, .delete,
            ]
            return .named(names[code - 57_417], modifiers)
        case 57_344...63_743: return nil
        default: break
        }
        guard let plain = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
        if let key = KeyDecoder.key(of: plain), case .named(let name, _) = key { return .named(name, modifiers) }
        if modifiers.contains(.control) { return controlled(plain, modifiers) }
        let isShifted = modifiers.contains(.shift)
        let written = isShifted ? shifted.flatMap { UInt32(exactly: $0) }.flatMap(Unicode.Scalar.init) : nil
        var character = Character(written ?? plain)
        if isShifted, written == nil, let upper = String(character).uppercased().first { character = upper }
        if modifiers.contains(.alt) { return .alt(character) }
        return KeyDecoder.key(of: plain) == nil ? nil : .character(character)
    }

    private static func controlled(_ scalar: Unicode.Scalar, _ modifiers: Key.Modifiers) -> Key? {
        guard scalar.isASCII, let control = Unicode.Scalar(scalar.value == 0x20 ? 0 : scalar.value & 0x1F) else {
            return nil
        }
        // Digits and some other characters have no Ctrl form.
        guard (0x40...0x7F).contains(scalar.value) || scalar.value == 0x20 else { return nil }
        return modifiers.contains(.alt) ? KeyDecoder.alt(control) : KeyDecoder.key(of: control)
    }

    /// The mouse event. Source: XTerm Control Sequences, "Normal tracking mode" and "SGR (1006)".
    private var mouse: Mouse? {
        let (button, column, row): (Int, Int, Int)
        if mouseBytes.count == 3 {
            (button, column, row) = (Int(mouseBytes[0]) - 32, Int(mouseBytes[1]) - 33, Int(mouseBytes[2]) - 33)
        } else {
            guard final == UInt8(ascii: "M"), numbers.count == 3, let code = number(0), let x = number(1),
                let y = number(2)
            else { return nil }
            (button, column, row) = (code, x - 1, y - 1)
        }
        guard column >= 0, row >= 0 else { return nil }
        // Shift, Alt and Ctrl are ignored; the bit of a move with a button down is not.
        switch button & ~0b1_1100 {
        case 0: return Mouse(.click, column: column, row: row)
        case 64: return Mouse(.wheelUp, column: column, row: row)
        case 65: return Mouse(.wheelDown, column: column, row: row)
        default: return nil
        }
    }
}
