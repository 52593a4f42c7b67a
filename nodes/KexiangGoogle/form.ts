import { providerForm } from '../shared/operation/form';
import { google } from './provider';

export const form = providerForm(google.operations);
