Feature: What our help desk relies on

  Background:
    Given user "alice" exists
    And user "alice" creates room "desk" (v4)
      | roomType | 3 |
      | roomName | desk |
    And user "alice" sets lobby state for room "desk" to "non moderators" with 200 (v4)

  Scenario: A visitor waits until somebody opens
    When user "guest" joins room "desk" with 200 (v4)
    Then user "guest" joins call "desk" with 412 (v4)
    When user "alice" sets lobby state for room "desk" to "no lobby" with 200 (v4)
    Then user "guest" joins call "desk" with 200 (v4)

  Scenario: A visitor opens the door
    When user "guest" joins room "desk" with 200 (v4)
    Then user "guest" sets lobby state for room "desk" to "no lobby" with 200 (v4)

  Scenario: The door opens by itself when the desk does
    Given user "alice" sets lobby state for room "desk" to "non moderators" for 3600 seconds with 200 (v4)
    When user "guest" joins room "desk" with 200 (v4)
    And wait for 3601 seconds
    Then user "guest" joins call "desk" with 200 (v4)
