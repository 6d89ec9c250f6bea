/// The word motions. Each returns whether there were enough words; otherwise the position is as far as possible.
extension ViWalk {
    /// `w`. - Parameter stopsAtLineEnd: Whether the last word of a line ends at the line end, as with an operator.
    mutating func wordForward(_ count: Int, stopsAtLineEnd: Bool) -> Bool {
        for rest in (0..<count).reversed() {
            let kind = kind
            let wasOnLastLine = isOnLastLine
            let step = next()
            if step == .nothing || step != .character && wasOnLastLine { return false }
            if step != .character, stopsAtLineEnd, rest == 0 { return true }
            if kind != 0 {
                while self.kind == kind {
                    let step = next()
                    if step == .nothing || step != .character && stopsAtLineEnd && rest == 0 { return true }
                }
            }
            while self.kind == 0 {
                if place.column == 0, isOnEmptyLine { break }
                let step = next()
                if step == .nothing || step != .character && wasOnLastLine { return true }
            }
        }
        return true
    }

    /// `b`. - Parameter staysInWord: Whether a run of blanks counts as a word, as in `vaw`.
    mutating func wordBackward(_ count: Int, staysInWord: Bool = false) -> Bool {
        var stays = staysInWord
        for _ in 0..<count {
            let kind = kind
            if previous() == .nothing { return false }
            defer { stays = false }
            if stays, kind != self.kind, kind != 0 {
                _ = next()
                continue
            }
            var isOnEmpty = false
            while self.kind == 0 {
                if place.column == 0, isOnEmptyLine {
                    isOnEmpty = true
                    break
                }
                if previous() == .nothing { return true }
            }
            if isOnEmpty { continue }
            if !skip(self.kind, forward: false) { return true }
            _ = next()
        }
        return true
    }

    /// `e`.
    ///
    /// - Parameters:
    ///   - staysInWord: Whether a word counts whose end is the current position, as in `cw`.
    ///   - stopsAtEmptyLine: Whether an empty line counts as a word.
    mutating func wordEnd(_ count: Int, staysInWord: Bool = false, stopsAtEmptyLine: Bool = false) -> Bool {
        var stays = staysInWord
        for _ in 0..<count {
            let kind = kind
            if next() == .nothing { return false }
            if self.kind == kind, kind != 0 {
                if !skip(kind, forward: true) { return false }
            } else if !stays || kind == 0 {
                var isOnEmpty = false
                while self.kind == 0 {
                    if stopsAtEmptyLine, place.column == 0, isOnEmptyLine {
                        isOnEmpty = true
                        break
                    }
                    if next() == .nothing { return false }
                }
                if isOnEmpty {
                    stays = false
                    continue
                }
                if !skip(self.kind, forward: true) { return false }
            }
            _ = previous()
            stays = false
        }
        return true
    }

    /// `ge`.
    mutating func wordEndBackward(_ count: Int, stopsAtLineEnd: Bool = false) -> Bool {
        for _ in 0..<count {
            let kind = kind
            var step = previous()
            if step == .nothing { return false }
            if stopsAtLineEnd, step == .line { return true }
            while kind != 0, self.kind == kind {
                step = previous()
                if step == .nothing || stopsAtLineEnd && step == .line { return true }
            }
            while self.kind == 0 {
                if place.column == 0, isOnEmptyLine { break }
                step = previous()
                if step == .nothing || stopsAtLineEnd && step == .line { return true }
            }
        }
        return true
    }

    /// Extends over `count` more words (with the blanks between them if `isOuter`). Returns whether the last character
    /// is included; nil when there are not enough words.
    mutating func extendByWords(_ count: Int, isOuter: Bool) -> Bool? {
        var isInclusive = true
        for rest in (0..<count).reversed() {
            isInclusive = true
            guard nextShown() != .nothing else { return nil }
            if isOuter != (kind == 0) {
                guard wordForward(1, stopsAtLineEnd: true) || rest == 0 else { return nil }
                if place.column > 0 { _ = previous() } else { isInclusive = false }
            } else {
                guard wordEnd(1, staysInWord: true, stopsAtEmptyLine: true) else { return nil }
            }
        }
        return isInclusive
    }

    /// Extends towards the text's beginning. Returns false when there are not enough words.
    mutating func extendBackByWords(_ count: Int, isOuter: Bool) -> Bool {
        for _ in 0..<count {
            guard previousShown() != .nothing else { return false }
            if isOuter != (kind != 0) {
                guard wordBackward(1, staysInWord: true) else { return false }
            } else {
                guard wordEndBackward(1, stopsAtLineEnd: true) else { return false }
                nextShown()
            }
        }
        return true
    }
}
