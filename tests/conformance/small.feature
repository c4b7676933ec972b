Feature: A room with a door
  What this file shows: rooms, people, a lobby, a poll, messages, and how tables are compared.

  Background:
    Given user "alice" exists
    And user "bob" exists
    And group "crew" exists
    And user "bob" is member of group "crew"

  Scenario: The door is shut and opened
    Given user "alice" creates room "harbour" (v4)
      | roomType | 3 |
      | roomName | harbour |
    And user "alice" adds user "bob" to room "harbour" with 200 (v4)
    When user "alice" sets lobby state for room "harbour" to "non moderators" with 200 (v4)
    And user "bob" joins room "harbour" with 200 (v4)
    Then user "bob" joins call "harbour" with 412 (v4)
    And user "alice" sets lobby state for room "harbour" to "no lobby" with 200 (v4)
    And user "bob" joins call "harbour" with 200 (v4)
      | flags | 3 |
    And user "alice" sees 1 peers in call "harbour" with 200 (v4)
    And user "alice" sees the following attendees in room "harbour" with 200 (v4)
      | actorType | actorId | participantType | inCall | permissions |
      | users     | bob     | USER            | 3      | SJAVPM      |
      | users     | alice   | OWNER           | 0      | SJLAVPM     |
    And user "bob" is participant of the following rooms (v4)
      | id      | name      | type | callFlag | hasPassword | lobbyState |
      | harbour | /^har/    | 3    | 3        | 0           | 0          |

  Scenario: Words and answers
    Given user "alice" creates room "harbour" (v4)
      | roomType | 2 |
      | roomName | harbour |
      | invite   | crew |
    When user "bob" sends message "Ahoy" to room "harbour" with 201
    And user "alice" sends reply "Ahoy\nyourself" on message "Ahoy" to room "harbour" with 201
    Then user "bob" sees the following messages in room "harbour" with 200
      | room    | actorType | actorId | actorDisplayName  | message        | messageParameters | parentMessage |
      | harbour | users     | alice   | alice-displayname | Ahoy\nyourself | []                | Ahoy          |
      | harbour | users     | bob     | bob-displayname   | Ahoy           | "IGNORE"          |               |
    And user "bob" is participant of room "harbour" (v4)
      | unreadMessages | lastReadMessage |
      | 1              | Ahoy            |

  Scenario Outline: Who may come in
    Given user "alice" creates room "harbour" (v4)
      | roomType | <type> |
      | roomName | harbour |
    Then user "guest" joins room "harbour" with <status> (v4)
    And user "stowaway" exists
    And user "stowaway" is not participant of room "harbour" (v4)

    Examples:
      | type | status |
      | 2    | 404    |
      | 3    | 200    |
