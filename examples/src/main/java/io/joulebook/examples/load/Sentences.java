package io.joulebook.examples.load;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Sentences of many lengths, drawn in the same order every time. */
final class Sentences {
  private static final int MOST_PER_REQUEST = 8;

  private static final List<String> ALL =
      """
      Hello.
      Where is my order?
      It rained all night.
      The kettle boils in three minutes.
      How do I reset my password?
      A cat slept on the warm radiator.
      The parcel arrived two days late and the box was torn.
      Trains to the coast leave every half hour from platform four.
      Can I change the delivery address after I have paid?
      The bakery on the corner sells out of rye bread before nine.
      Please cancel the second item and send only the blue one.
      Solar panels give most of their power around noon.
      My invoice shows the wrong company name.
      She repaired the old bicycle with parts from three others.
      The museum is closed on Mondays, except in August.
      What does the warranty cover if the screen cracks?
      Wind was strong over the North Sea, so power was cheap and clean that evening.
      The recipe asks for two eggs, a pinch of salt and more patience than I have.
      Our meeting moves to Thursday at ten, in the small room on the second floor.
      He read the contract twice, underlined one clause, and put the pen back in his pocket.
      The orchestra tuned for a long time because the hall had been cold all winter.
      I was charged twice for the same booking and would like the second payment returned.
      A heat pump moves more energy than it uses, which surprises people who first hear of it.
      The goalkeeper guessed the right corner, but the ball was already in the net.
      When the river is low, the remains of the old mill can be seen from the footbridge.
      Engineers measured the vibration of the bridge for a year before they changed a single bolt.
      The library lends out tools as well as books: drills, ladders, even a sewing machine.
      If the red lamp blinks three times, switch the machine off, wait a minute and start it again.
      Nobody on the island owns a car, and the post is carried up the hill by a very old donkey.
      The nurse wrote down the time of every dose, because the next shift had to know \
      exactly what had been given and when.
      After the storm, volunteers walked the whole beach and counted the shells, the bottles and \
      the lost shoes, and sent the numbers to the university.
      The court held that a notice on the wall was not enough: the terms had to be shown to the \
      customer before the money changed hands.
      """
          .lines()
          .toList();

  private final Random random = new Random(1);

  /** The texts of the next request: one to eight. */
  List<String> next() {
    int count = 1 + random.nextInt(MOST_PER_REQUEST);
    return IntStream.range(0, count).mapToObj(i -> ALL.get(random.nextInt(ALL.size()))).toList();
  }
}
