import { testRoads } from './faults/testRoads';

/** Every fault of a paid request, every kind of it, every road on which n8n takes it. */

testRoads('submit');
