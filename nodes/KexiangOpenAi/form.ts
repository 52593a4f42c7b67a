import { providerForm } from '../shared/operation/form';
import { openAi } from './provider';

export const form = providerForm(openAi.operations);
