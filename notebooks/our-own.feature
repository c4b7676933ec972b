Feature: What our help desk relies on

  Background:
    Given user "alice" exists
    And user "bob" exists

  Scenario: A visitor waits until somebody opens
    Given user "alice" creates room "desk" (v4)
      | roomType | 3 |
      | roomName | desk |
    And user "alice" adds user "bob" to room "desk" with 200 (v4)
    When user "alice" sets lobby state for room "desk" to "non moderators" with 200 (v4)
    And user "bob" joins room "desk" with 200 (v4)
    Then user "bob" joins call "desk" with 412 (v4)
    When user "alice" sets lobby state for room "desk" to "no lobby" with 200 (v4)
    Then user "bob" joins call "desk" with 200 (v4)

  Scenario: Visitors may open the door themselves
    Given user "alice" creates room "desk" (v4)
      | roomType | 3 |
      | roomName | desk |
    And user "alice" adds user "bob" to room "desk" with 200 (v4)
    Then user "bob" sets lobby state for room "desk" to "no lobby" with 200 (v4)
