import { providerForm } from '../shared/operation/form';
import { kling } from './provider';

export const form = providerForm(kling.operations);
